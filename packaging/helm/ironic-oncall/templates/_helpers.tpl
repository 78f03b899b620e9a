{{- define "ironic-oncall.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "ironic-oncall.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ironic-oncall.labels" -}}
{{ include "ironic-oncall.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "ironic-oncall.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- /* The file that the bot reads. What the chart has to know is said by the chart. */ -}}
{{- define "ironic-oncall.config" -}}
{{- $ours := dict "http" (dict "host" "0.0.0.0" "port" .Values.http.port) -}}
{{- if not .Values.secrets.database -}}
{{- $_ := set $ours "database" "/data/ironic-oncall.sqlite" -}}
{{- end -}}
{{- if .Values.playbooksConfigMap -}}
{{- $_ := set $ours "playbooks_path" (prepend (.Values.config.playbooks_path | default list) "/etc/ironic-oncall-playbooks") -}}
{{- end -}}
{{- toYaml (mergeOverwrite (deepCopy .Values.config) $ours) -}}
{{- end -}}
