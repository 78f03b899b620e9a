// Bolt loads express for a receiver that we never make: it is a fifteenth of the start.
module.exports = {
  __esModule: true,
  default: absent,
  Router: absent,
};

function absent() {
  throw new Error('express is not in the bundle');
}
