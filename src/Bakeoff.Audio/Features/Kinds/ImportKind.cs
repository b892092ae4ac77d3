using System.Text.Json.Serialization;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>
/// Features that another program computed, one row a clip or several, from a Parquet, NumPy or CSV file. They take part in everything but
/// the prediction of new recordings.
/// </summary>
/// <remarks>The rows of a clip, one after the other, take the place of its samples; each is a frame.</remarks>
[Kind("import")]
public sealed record ImportKind : FeatureKind
{
    /// <summary>File of the features, .parquet, .npy or .csv, relative to the project. No default.</summary>
    [JsonPropertyName("file")]
    [NotAParameter("the content of the file decides; its digest is an input")]
    public string File { get; init; } = "";

    /// <summary>
    /// Column with the name of each row's clip: its path as index.csv has it, also with folders before it, or its sha256. Of a .npy, names
    /// are the lines of a text beside it: embeddings.txt for embeddings.npy. Default path.
    /// </summary>
    [JsonPropertyName("key")]
    public string Key { get; init; } = "path";

    /// <summary>
    /// Rows of a clip: one, so that a second is an error; or several, frames in the order of the file, one clip after the other. Default
    /// one.
    /// </summary>
    [JsonPropertyName("rows")]
    public RowsOfClip Rows { get; init; } = RowsOfClip.One;

    /// <summary>Columns to take, in this order. Default none: all but the key and those of leave_out.</summary>
    [JsonPropertyName("columns"), ParameterIfGiven]
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns that are no features, such as start and end. Default none.</summary>
    [JsonPropertyName("leave_out"), ParameterIfGiven]
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <summary>Names of the columns that are taken from the file at hand; empty until it is looked into.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> FoundColumns { get; init; } = [];

    /// <inheritdoc/>
    public override FeatureNeeds Needs => FeatureNeeds.None;

    /// <inheritdoc/>
    public override bool BringsFrames => true;

    /// <inheritdoc/>
    public override bool GivesOneRow => Rows == RowsOfClip.One;

    /// <inheritdoc/>
    public override bool ReadsSound => false;

    /// <summary>The options with the names of all columns, so that a model knows its inputs without the file.</summary>
    /// <param name="features">Valid options.</param>
    public static FeatureOptions Pin(FeatureOptions features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features.Kind is ImportKind { Columns.Count: 0 } kind
            ? features with { Kind = kind with { Columns = kind.FoundColumns, LeaveOut = [] } }
            : features;
    }

    /// <inheritdoc/>
    public override FrameGrid? OwnFrames(FeatureOptions options, int sampleRateHz)
    {
        var width = ColumnNames(options).Count;
        return new FrameGrid(width, width, IsCentered: false);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => Columns.Count > 0 ? Columns : FoundColumns;

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(FeatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (File.Length == 0)
        {
            yield return new OptionProblem("kind", "names no file, expected one of features: kind: {import: {file: FILE.parquet}}.");
        }

        if (Columns.Count > 0 && LeaveOut.Count > 0)
        {
            yield return new OptionProblem("kind", "has columns and leave_out, expected one of the two. Remove one.");
        }

        foreach (var key in SoundKeys(options))
        {
            yield return new OptionProblem(key, "is given, but import reads no sound, expected it only with kinds that do. Remove it.");
        }

        if (options.Summary is FeatureSummary.Functionals or FeatureSummary.Dynamics)
        {
            yield return new OptionProblem(
                "summary",
                $"is {options.Summary}, which needs times that imported rows do not have, expected none, mean or mean_std. Change it.");
        }

        if (Rows == RowsOfClip.One && options.DeltaOrder > 0)
        {
            yield return new OptionProblem("delta", "is given, but import has one row a clip, expected rows: several with it. Remove it.");
        }
    }

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new ImportMeasure(analysis.Grid.HopLength);
    }

    private static IEnumerable<string> SoundKeys(FeatureOptions options)
    {
        (string Key, bool IsGiven)[] keys =
        [
            ("offset_seconds", options.OffsetSeconds > 0),
            ("duration_seconds", options.DurationSeconds is not null),
            ("trim_db", options.TrimDb is not null),
        ];
        return keys.Where(static key => key.IsGiven).Select(static key => key.Key);
    }
}

/// <summary>Rows that a table of features has for a clip.</summary>
public enum RowsOfClip
{
    /// <summary>One.</summary>
    One,

    /// <summary>Any number but none, one after the other.</summary>
    Several,
}

/// <summary>Takes the values of each frame as they are.</summary>
internal sealed class ImportMeasure(int width) : FrameMeasure
{
    /// <inheritdoc/>
    public override int RowCount => width;

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        for (var frame = 0; frame < frameCount; frame++)
        {
            for (var i = 0; i < width; i++)
            {
                rows[(i * stride) + frame] = signal[(frame * width) + i];
            }
        }
    }
}
