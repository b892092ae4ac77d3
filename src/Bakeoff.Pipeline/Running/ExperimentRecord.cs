using System.Text.Json;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Pipeline.Running;

/// <summary>What an experiment's latest run of each stage was made of: the base line that changes are explained against.</summary>
/// <param name="Stages">By stage name.</param>
public sealed record ExperimentRecord(IReadOnlyDictionary<string, ExperimentStageRecord> Stages)
{
    /// <summary>A record without stages.</summary>
    public static ExperimentRecord Empty { get; } = new(new Dictionary<string, ExperimentStageRecord>(StringComparer.Ordinal));

    /// <summary>Reads a record.</summary>
    /// <returns>The record, or <see cref="Empty"/> when there is none yet or it cannot be understood: it explains, it decides nothing.</returns>
    public static ExperimentRecord ReadOrEmpty(string path) => TryRead(path) ?? Empty;

    /// <summary>Reads a record.</summary>
    /// <returns>The record, or null when there is none or it cannot be understood.</returns>
    public static ExperimentRecord? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.ExperimentRecord);
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Returns a copy with one stage set.</summary>
    public ExperimentRecord With(StoreEntry entry)
    {
        var stages = new SortedDictionary<string, ExperimentStageRecord>(Stages.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal), StringComparer.Ordinal)
        {
            [entry.Record.Content.Stage] = new ExperimentStageRecord(entry.Record.Fingerprint, entry.Record.Content, entry.Record.ComputeOutputDigest(), entry.Record.FinishedAt, entry.Record.Seconds),
        };
        return new ExperimentRecord(stages);
    }

    /// <summary>Writes the record whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, StoreJson.Default.ExperimentRecord));
}
