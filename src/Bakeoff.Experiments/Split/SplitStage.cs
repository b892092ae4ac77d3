using System.Text.Json.Serialization;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Split;

/// <summary>Everything that <see cref="SplitStage"/> reads of an experiment.</summary>
public sealed record SplitStageOptions
{
    /// <summary>The <c>split</c> section.</summary>
    [JsonPropertyName("split")]
    public required SplitOptions Split { get; init; }

    /// <summary>Seed of the experiment; the stream <c>split</c> is drawn from it.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }
}

/// <summary>Assigns the clips to partitions, fold by fold, and counts what the training and the test side share.</summary>
public sealed class SplitStage : Stage<SplitStageOptions>
{
    /// <summary>Partition of each clip in each fold.</summary>
    public const string SplitFile = "split.csv";

    /// <summary>Class balance of each side, and what the sides share.</summary>
    public const string ReportFile = "split-report.json";

    /// <summary>Creates the stage.</summary>
    public SplitStage(ExperimentSetup setup)
        : base(Definition, new SplitStageOptions { Split = setup.Options.Split, Seed = setup.Options.Seed })
    {
    }

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Split, "Assigns the clips to partitions and counts leaks.", [StageNames.Index], static setup => new SplitStage(setup));

    /// <inheritdoc/>
    public override Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var clips = IndexFiles.ReadClips(context.InputFolder(StageNames.Index));
        var result = Splitter.Split(clips, Options.Split, Options.Seed);
        SplitTable.Write(context.OutputPath(SplitFile), clips, result.Folds);
        SplitReport.Write(context.OutputPath(ReportFile), clips, result);
        context.Summary = result.Summary(Options.Split.By);
        return Task.CompletedTask;
    }
}
