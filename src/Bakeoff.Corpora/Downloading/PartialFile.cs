using System.Text.Json;

namespace Bakeoff.Corpora.Downloading;

/// <summary>
/// A download under way: <c>NAME.partial</c> with the bytes so far and <c>NAME.partial.json</c> with what identifies the content they are
/// of.
/// </summary>
internal sealed class PartialFile(string target)
{
    private readonly string _state = target + ".partial.json";

    /// <summary>Path of the bytes.</summary>
    public string BytesPath { get; } = target + ".partial";

    /// <summary>Bytes so far.</summary>
    public long Length => File.Exists(BytesPath) ? new FileInfo(BytesPath).Length : 0;

    /// <summary>Identity of the content as the server stated it; null if unknown.</summary>
    public ContentIdentity? Identity()
    {
        try
        {
            return File.Exists(_state) && Length > 0 ? JsonSerializer.Deserialize<ContentIdentity>(File.ReadAllBytes(_state)) : null;
        }
        catch (JsonException)
        {
            // A process that was killed while writing the state left half of it: the bytes cannot be trusted either.
            return null;
        }
    }

    /// <summary>Begins from nothing with content of this identity.</summary>
    public void Begin(ContentIdentity identity)
    {
        Discard();
        Directory.CreateDirectory(Path.GetDirectoryName(BytesPath)!);
        File.WriteAllBytes(_state, JsonSerializer.SerializeToUtf8Bytes(identity));
    }

    /// <summary>Deletes both files.</summary>
    public void Discard()
    {
        File.Delete(BytesPath);
        File.Delete(_state);
    }

    /// <summary>Gives the complete file its name.</summary>
    public void Complete()
    {
        File.Move(BytesPath, target, overwrite: true);
        File.Delete(_state);
    }
}
