// Renders a chart's templates as helm does, for tests where helm is not to be had: Go's text/template, sprig, and what
// helm adds to it (helm.sh/docs/chart_template_guide; helm/helm pkg/engine/engine.go, funcs.go).
//
// usage: helm-render CHART RELEASE NAMESPACE [VALUES ...]; prints {"<template>": "<text>"}, or what failed, with exit code 1
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"gopkg.in/yaml.v3"
)

type values = map[string]interface{}

func main() {
	rendered, err := render(os.Args[1], os.Args[2], os.Args[3], os.Args[4:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(rendered)
}

func render(chart, release, namespace string, files []string) (map[string]string, error) {
	about, err := read(filepath.Join(chart, "Chart.yaml"))
	if err != nil {
		return nil, err
	}
	merged, err := read(filepath.Join(chart, "values.yaml"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		over, err := read(file)
		if err != nil {
			return nil, err
		}
		merged = merge(merged, over)
	}
	root := template.New("chart").Option("missingkey=zero")
	root.Funcs(functions(root))
	paths, _ := filepath.Glob(filepath.Join(chart, "templates", "*"))
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if _, err := root.New(filepath.Base(path)).Parse(string(text)); err != nil {
			return nil, err
		}
	}
	rendered := map[string]string{}
	for _, path := range paths {
		name := filepath.Base(path)
		if strings.HasPrefix(name, "_") {
			continue
		}
		var out bytes.Buffer
		top := values{
			"Values":   merged,
			"Chart":    titled(about),
			"Release":  values{"Name": release, "Namespace": namespace, "Service": "Helm", "IsInstall": true, "Revision": 1},
			"Template": values{"Name": name, "BasePath": "templates"},
		}
		if err := root.ExecuteTemplate(&out, name, top); err != nil {
			return nil, err
		}
		// helm says this for a field of nothing, and a manifest with it is broken.
		rendered[name] = strings.ReplaceAll(out.String(), "<no value>", "")
	}
	return rendered, nil
}

func functions(root *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	all["toYaml"] = func(value interface{}) (string, error) {
		var out bytes.Buffer
		encoder := yaml.NewEncoder(&out)
		encoder.SetIndent(2)
		err := encoder.Encode(value)
		return strings.TrimSuffix(out.String(), "\n"), err
	}
	all["include"] = func(name string, data interface{}) (string, error) {
		var out bytes.Buffer
		err := root.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	all["tpl"] = func(text string, data interface{}) (string, error) {
		copied, err := root.Clone()
		if err != nil {
			return "", err
		}
		parsed, err := copied.New("tpl").Parse(text)
		if err != nil {
			return "", err
		}
		var out bytes.Buffer
		err = parsed.Execute(&out, data)
		return out.String(), err
	}
	all["required"] = func(words string, value interface{}) (interface{}, error) {
		if text, ok := value.(string); value == nil || ok && text == "" {
			return nil, errors.New(words)
		}
		return value, nil
	}
	all["fail"] = func(words string) (string, error) { return "", errors.New(words) }
	all["lookup"] = func(...string) values { return values{} }
	return all
}

// Through JSON, as helm: every number is a float64.
func read(path string) (values, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var parsed, plain values
	if err := yaml.Unmarshal(text, &parsed); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	encoded, err := json.Marshal(parsed)
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal(encoded, &plain)
	return plain, err
}

// Maps are merged, everything else is replaced, null takes away.
func merge(under, over values) values {
	merged := values{}
	for key, value := range under {
		merged[key] = value
	}
	for key, value := range over {
		below, isMap := merged[key].(values)
		above, both := value.(values)
		switch {
		case value == nil:
			delete(merged, key)
		case isMap && both:
			merged[key] = merge(below, above)
		default:
			merged[key] = value
		}
	}
	return merged
}

func titled(about values) values {
	named := values{}
	for key, value := range about {
		named[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return named
}
