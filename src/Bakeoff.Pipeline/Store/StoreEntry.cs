using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Store;

/// <summary>A finished result in the store.</summary>
/// <param name="Folder">Folder with the outputs and the record.</param>
/// <param name="Record">The record written when it was finished.</param>
[OutsideFingerprint("carries results and makes none")]
public sealed record StoreEntry(string Folder, StoreRecord Record)
{
    /// <summary>Looks for damage without reading contents: every file present at its recorded length.</summary>
    /// <returns>The first damage in words, or null when there is none. Cost: one look-up a file.</returns>
    public string? FindDamage()
    {
        foreach (var file in Record.Files)
        {
            var info = new FileInfo(Path.Combine(Folder, file.Path));
            if (!info.Exists)
            {
                return $"{file.Path} is missing";
            }

            if (info.Length != file.Bytes)
            {
                return FormattableString.Invariant($"{file.Path} has {info.Length} bytes, recorded are {file.Bytes}");
            }
        }

        return null;
    }

    /// <summary>Reads every file and compares it with its recorded SHA-256.</summary>
    /// <returns>The first damage in words, or null when there is none. Cost: reads all outputs once.</returns>
    public string? FindDamageDeep() => FindDamage() ?? Record.Files.AsParallel().AsOrdered()
        .Select(f => ContentDigest.OfFile(Path.Combine(Folder, f.Path)) == f.Sha256 ? null : $"{f.Path} differs from its recorded SHA-256")
        .FirstOrDefault(damage => damage is not null);
}
