using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bakeoff.Experiments.Stages;

/// <summary>Results of a stage as JSON that people read too: names in snake case, choices by name, nothing where there is nothing.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes a document; equal documents give equal bytes.</summary>
    /// <param name="path">File to create.</param>
    /// <param name="document">The document.</param>
    public static void Write<T>(string path, T document) =>
        File.WriteAllBytes(path, [.. JsonSerializer.SerializeToUtf8Bytes(document, Json), (byte)'\n']);

    /// <summary>Reads a document that <see cref="Write"/> made.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is none.</exception>
    public static T Read<T>(string path) => JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json)!;
}
