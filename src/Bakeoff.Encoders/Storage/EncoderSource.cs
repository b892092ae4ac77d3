using System.Text.Json;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Encoders.Storage;

/// <summary>Where the folder of an encoder came from, in <c>source.json</c> beside its weights; features check the digests.</summary>
public sealed record EncoderSource
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "source.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Name of the repository, such as <c>facebook/wav2vec2-base</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit.</summary>
    public required string Revision { get; init; }

    /// <summary>Licence that the repository states; null if it is not known.</summary>
    public string? Licence { get; init; }

    /// <summary>SHA-256 of each file by its name.</summary>
    public required SortedDictionary<string, string> Files { get; init; }

    /// <summary>Reads the source of an encoder's folder; null where nobody wrote one down.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="EncoderFormatException">The file is damaged.</exception>
    public static EncoderSource? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<EncoderSource>(File.ReadAllBytes(path), Json) : null;
        }
        catch (JsonException exception)
        {
            var details = new ErrorDetails($"the file cannot be read: {exception.Message}") { NextStep = "Fetch the encoder again." };
            throw new EncoderFormatException(path, details, exception);
        }
    }

    /// <summary>Writes the source into an encoder's folder.</summary>
    /// <param name="folder">The folder.</param>
    public void Write(string folder) =>
        File.WriteAllBytes(Path.Combine(folder, FileName), [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n']);

    /// <summary>Compares a file with what was fetched; files that were not are not compared.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="digest">SHA-256 that it has.</param>
    /// <exception cref="EncoderFormatException">It is another.</exception>
    internal void Require(string path, string digest)
    {
        if (Files.TryGetValue(Path.GetFileName(path), out var stated) && !stated.Equals(digest, StringComparison.OrdinalIgnoreCase))
        {
            throw new EncoderFormatException(path, new ErrorDetails("the file has SHA-256 {value}")
            {
                Value = digest,
                Rule = $"{stated}, that of {Repository} at {Revision} in {FileName}",
                NextStep = $"Delete the folder and fetch it again, or delete {FileName} where the change is yours.",
            });
        }
    }
}
