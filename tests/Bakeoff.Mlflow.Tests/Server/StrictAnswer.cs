using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bakeoff.Mlflow.Tests.Server;

/// <summary>Answer to one call.</summary>
internal sealed record StrictAnswer(int Status, string ContentType, byte[] Body)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    internal static StrictAnswer Json(JsonNode node) => new(200, "application/json", Encoding.UTF8.GetBytes(node.ToJsonString(Options)));

    internal static StrictAnswer Error(int status, string code, string message) =>
        new(
            status,
            "application/json",
            Encoding.UTF8.GetBytes(new JsonObject { ["error_code"] = code, ["message"] = message }.ToJsonString()));
}
