using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Store;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Running;

/// <summary>What an experiment's latest run of each stage was made of: the base line that changes are explained against.</summary>
/// <param name="Stages">By stage name.</param>
[OutsideFingerprint("carries results and makes none")]
public sealed record ExperimentRecord(IReadOnlyDictionary<string, ExperimentStageRecord> Stages)
{
    /// <summary>A record without stages.</summary>
    public static ExperimentRecord Empty { get; } = new(new Dictionary<string, ExperimentStageRecord>(StringComparer.Ordinal));

    /// <summary>Why the latest run ended early; null when it did not, or when the stage has succeeded since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StageFailure? Failure { get; init; }

    /// <summary>Reads a record.</summary>
    /// <returns>The record, or <see cref="Empty"/> when there is none yet or it cannot be understood: it explains, it decides nothing.</returns>
    public static ExperimentRecord ReadOrEmpty(string path) => TryRead(path) ?? Empty;

    /// <summary>Reads a record.</summary>
    /// <returns>The record, or null when there is none or it cannot be understood.</returns>
    public static ExperimentRecord? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ExperimentRecordJson.Default.ExperimentRecord);
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Returns a copy with one stage set; a failure of that stage is over.</summary>
    public ExperimentRecord With(StoreEntry entry)
    {
        var stages = new SortedDictionary<string, ExperimentStageRecord>(Stages.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal), StringComparer.Ordinal)
        {
            [entry.Record.Content.Stage] = new ExperimentStageRecord(entry.Record.Fingerprint, entry.Record.Content, entry.Record.ComputeOutputDigest(), entry.Record.FinishedAt, entry.Record.Seconds),
        };
        return new ExperimentRecord(stages) { Failure = Failure?.Stage == entry.Record.Content.Stage ? null : Failure };
    }

    /// <summary>Returns a copy that notes a failure, and no longer holds a stage whose published result the failure replaced.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="replaced">Name of that stage.</param>
    public ExperimentRecord With(StageFailure failure, string replaced) =>
        new(new SortedDictionary<string, ExperimentStageRecord>(Stages.Where(s => s.Key != replaced).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal), StringComparer.Ordinal)) { Failure = failure };

    /// <summary>Writes the record whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, ExperimentRecordJson.Default.ExperimentRecord));
}
