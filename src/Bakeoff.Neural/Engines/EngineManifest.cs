using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Engines;

/// <summary>The file <c>engine.json</c> of an installed engine: its name and version,
/// the Bakeoff it was built for, and its files.</summary>
public sealed record EngineManifest
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "engine.json";

    /// <summary>Format and version of the file.</summary>
    public const string ExpectedFormat = "bakeoff-engine 1";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Format and version of the file.</summary>
    public required string Format { get; init; }

    /// <summary>Name of the engine.</summary>
    public required string Engine { get; init; }

    /// <summary>Version of the engine and of the library behind it.</summary>
    public required string Version { get; init; }

    /// <summary>Version of Bakeoff that it was compiled against.</summary>
    public required string BuiltFor { get; init; }

    /// <summary>File name of the engine's own assembly.</summary>
    public required string Assembly { get; init; }

    /// <summary>SHA-256 of that assembly in lower-case hex.</summary>
    public required string AssemblySha256 { get; init; }

    /// <summary>Every other file by its path with forward slashes, and its length in bytes. Native
    /// libraries are too large to be hashed at every start.</summary>
    public required SortedDictionary<string, long> Files { get; init; }

    /// <summary>Reads the manifest of an installed engine.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="folder">Folder of the engine.</param>
    /// <exception cref="EngineException">The manifest is missing or damaged.</exception>
    public static EngineManifest Read(string engine, string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<EngineManifest>(File.ReadAllBytes(path), Json);
            return manifest is { Format: ExpectedFormat } && manifest.Engine == engine
                ? manifest
                : throw Damaged(engine, $"{path} is not the manifest of this engine ({ExpectedFormat})");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Damaged(engine, $"{path} is missing");
        }
        catch (JsonException exception)
        {
            throw Damaged(engine, $"{path} cannot be read ({exception.Message})", exception);
        }
    }

    /// <summary>Writes the manifest.</summary>
    /// <param name="folder">Folder of the engine.</param>
    public void Write(string folder) =>
        File.WriteAllBytes(Path.Combine(folder, FileName), [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n']);

    internal static EngineException Damaged(string engine, string what, Exception? innerException = null) =>
        new(
            engine,
            new ErrorDetails($"its installation is damaged: {what}") { NextStep = EngineCatalogue.InstallAgain(engine) },
            innerException);
}
