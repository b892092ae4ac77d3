using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Store;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Running;

/// <summary>The latest run of each stage of an experiment, against which changes are explained.</summary>
/// <param name="Stages">By stage name.</param>
[OutsideFingerprint("carries results and makes none")]
public sealed record ExperimentRecord(IReadOnlyDictionary<string, ExperimentStageRecord> Stages)
{
    /// <summary>A record without stages.</summary>
    public static ExperimentRecord Empty { get; } = new(new Dictionary<string, ExperimentStageRecord>(StringComparer.Ordinal));

    /// <summary>The failure that ended the latest run early; null when there was none, or when the stage has succeeded since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StageFailure? Failure { get; init; }

    /// <summary>Reads a record.</summary>
    /// <returns>
    /// The record, or <see cref="Empty"/> when there is none yet or it cannot be understood: it explains, it decides nothing.
    /// </returns>
    public static ExperimentRecord ReadOrEmpty(string path) => TryRead(path) ?? Empty;

    /// <summary>Reads a record.</summary>
    /// <returns>The record, or null when there is none or it cannot be understood.</returns>
    public static ExperimentRecord? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), PipelineJson.Default.ExperimentRecord);
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Returns a copy with one stage set; a failure of that stage is over.</summary>
    public ExperimentRecord With(StoreEntry entry)
    {
        var record = entry.Record;
        var stages = Stages.ToDictionary(StringComparer.Ordinal);
        stages[record.Content.Stage] = new ExperimentStageRecord(
            record.Fingerprint, record.Content, record.ComputeOutputDigest(), record.FinishedAt, record.Seconds);
        return new ExperimentRecord(Sorted(stages)) { Failure = Failure?.Stage == record.Content.Stage ? null : Failure };
    }

    /// <summary>Returns a copy that notes a failure, and no longer holds a stage whose published result the failure replaced.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="replaced">Name of the stage whose result it replaced.</param>
    public ExperimentRecord With(StageFailure failure, string replaced)
    {
        var others = Stages.Where(s => s.Key != replaced).ToDictionary(StringComparer.Ordinal);
        return new ExperimentRecord(Sorted(others)) { Failure = failure };
    }

    /// <summary>Returns a copy with the stages of another record where this one has none.</summary>
    public ExperimentRecord Over(ExperimentRecord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var stages = other.Stages.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, stage) in Stages)
        {
            stages[name] = stage;
        }

        return new ExperimentRecord(Sorted(stages)) { Failure = Failure };
    }

    /// <summary>Writes the record whole or not at all.</summary>
    public void Write(string path) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, PipelineJson.Default.ExperimentRecord));

    private static SortedDictionary<string, ExperimentStageRecord> Sorted(Dictionary<string, ExperimentStageRecord> stages) =>
        new(stages, StringComparer.Ordinal);
}
