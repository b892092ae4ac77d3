using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bakeoff.Options;

namespace Bakeoff.Neural.Storage;

/// <summary>JSON settings of model files: the YAML's keys, indentation, line feeds, letters unescaped.</summary>
internal static class ModelJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OptionKinds.AddTo } },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
