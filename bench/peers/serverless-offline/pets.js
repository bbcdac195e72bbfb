const body = JSON.stringify({ pets: [{ id: 1, name: "Birds" }] });

exports.handler = async () => ({ statusCode: 200, headers: { "Content-Type": "application/json" }, body });
