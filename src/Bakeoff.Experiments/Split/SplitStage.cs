using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Split;

/// <summary>Deals the clips into partitions, fold by fold, and counts what training and test side have in common.</summary>
public sealed class SplitStage : IStage
{
    /// <summary>Partition of each clip in each fold.</summary>
    public const string SplitFile = "split.csv";

    /// <summary>Class balance of each side, and what the sides have in common.</summary>
    public const string ReportFile = "split-report.json";

    private readonly SplitOptions _options;
    private readonly ulong _seed;

    /// <summary>Creates the stage.</summary>
    /// <param name="options">The <c>split</c> section.</param>
    /// <param name="seed">The experiment's seed; the stream <c>split</c> is drawn from.</param>
    /// <param name="parameters">Dotted keys of the section, and the seed.</param>
    public SplitStage(SplitOptions options, ulong seed, IReadOnlyDictionary<string, string> parameters)
    {
        _options = options;
        _seed = seed;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    public string Name => StageNames.Split;

    /// <inheritdoc/>
    public string Description => "Deals the clips into partitions and counts leaks.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => [StageNames.Index];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExternalInput> ExternalInputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<Type> CodeRoots => [typeof(SplitStage)];

    /// <inheritdoc/>
    public Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        var clips = IndexTable.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.IndexFile));
        var result = Splitter.Split(clips, _options, _seed);
        SplitTable.Write(context.OutputPath(SplitFile), clips, result.Folds);
        SplitReport.Write(context.OutputPath(ReportFile), clips, result);
        return Task.CompletedTask;
    }
}
