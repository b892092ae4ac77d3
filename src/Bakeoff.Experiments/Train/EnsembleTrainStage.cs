using System.Text.Json.Serialization;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Ensembles;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Train;

/// <summary>Everything that <see cref="EnsembleTrainStage"/> reads of an experiment.</summary>
public sealed record EnsembleTrainOptions
{
    /// <summary>The <c>ensemble</c> section.</summary>
    [JsonPropertyName("ensemble")]
    public required EnsembleOptions Ensemble { get; init; }

    /// <summary>Columns of numbers to predict; null to predict the label.</summary>
    [JsonPropertyName("targets"), ParameterIfGiven]
    public IReadOnlyList<string>? Targets { get; init; }
}

/// <summary>
/// Joins the models of other experiments to one a fold: <c>model/</c> (or <c>model/fold-NAME/</c>) with copies of the members' files; for
/// stacking, <c>held-out.csv</c> as well.
/// </summary>
/// <remarks>
/// The members' results are inputs like those of stages. Weights are fitted on clips that every member held out within the training side of
/// the fold, never on a test clip. Cost of stacking: the inner folds of each classifier once more, with its chosen candidate.
/// </remarks>
public sealed class EnsembleTrainStage : Stage<EnsembleTrainOptions>
{
    private readonly WorkerPool _pool;
    private readonly EnsembleLookup _members;

    /// <summary>Creates the stage.</summary>
    public EnsembleTrainStage(ExperimentSetup setup)
        : base(
            TrainStage.Definition with { Inputs = [StageNames.Index, StageNames.Split] },
            new EnsembleTrainOptions { Ensemble = setup.Options.Ensemble!, Targets = setup.Options.Targets })
    {
        _pool = setup.Pool;
        _members = setup.Members!;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ExternalInput> ExternalInputsGiven(IReadOnlyDictionary<string, StoreEntry> inputs) =>
        [.. _members().Select(static member => member.AsInput())];

    /// <inheritdoc/>
    public override Task RunAsync(StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var predicted = PredictedColumns.Of(Options.Targets, heads: null, bins: null);
        using var own = FoldData.ReadWithoutFeatures(context.InputFolder, predicted);
        using var data = EnsembleData.Open(_members(), own, _pool);
        var heldOut = new List<HeldOutEntry>();
        foreach (var (i, fold) in own.Folds.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fusion = new Fusion { By = Options.Ensemble.By };
            if (Options.Ensemble.By == FusionRule.Stacking)
            {
                var (clips, outputs) = data.HeldOut(fold.Name, cancellationToken);
                heldOut.AddRange(clips.Select((clip, row) =>
                    new HeldOutEntry(fold.Name, own.Clips[clip].Sha256, own.LabelOf(fold, clip), Join(outputs, row))));
                fusion = Stack(fold.Name, own.Labels, heldOut, data.Members.Count);
            }

            EnsembleModel.Save(
                ModelFolders.PathOf(context.OutputFolder, fold.Name, own.Folds.Count),
                fusion,
                [.. data.Members.Select(member =>
                    (member.Member.Name, EnsembleData.ModelOf(member.Member, fold.Name, member.Data.Folds.Count)))]);
            context.Progress.Report(new StageProgress(i + 1, own.Folds.Count, "folds"));
        }

        if (heldOut.Count > 0)
        {
            HeldOutTable.Write(context.OutputPath(TrainStage.HeldOutFile), ColumnsOf(data, own.Labels), heldOut);
        }

        context.Summary = $"{Quantity.Of(data.Members.Count, "member")} by {YamlName.Of(Options.Ensemble.By)}";
        return Task.CompletedTask;
    }

    /// <summary>The weights of stacking for a fold, learnt from the rows of <c>held-out.csv</c>.</summary>
    /// <param name="fold">Name of the fold.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="heldOut">Rows of all folds; those of other folds are left out.</param>
    /// <param name="members">Number of members.</param>
    /// <exception cref="StageFailedException">A label has no such clip.</exception>
    internal static Fusion Stack(string fold, IReadOnlyList<string> labels, IEnumerable<HeldOutEntry> heldOut, int members)
    {
        List<HeldOutEntry> rows = [.. heldOut.Where(row => row.Fold == fold)];
        if (labels.Except(rows.Select(static row => row.Label), StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw new StageFailedException(
                StageNames.Train,
                new ErrorDetails("of the {value} clips that every member held out of its training, none is of label " + missing)
                {
                    Where = $"fold {fold}",
                    Value = FormattableString.Invariant($"{rows.Count}"),
                    Rule = "clips of every label for stacking",
                    NextStep = "Raise split.validation of the members, give them the same split, or use 'by: mean'.",
                });
        }

        var outputs = Enumerable.Range(0, members).Select(member =>
        {
            var own = new float[rows.Count, labels.Count];
            for (var i = 0; i < rows.Count; i++)
            {
                for (var k = 0; k < labels.Count; k++)
                {
                    own[i, k] = (float)rows[i].Probabilities[(member * labels.Count) + k];
                }
            }

            return own;
        });
        var numbers = labels.Index().ToDictionary(static label => label.Item, static label => label.Index, StringComparer.Ordinal);
        return Fusion.Stack([.. outputs], [.. rows.Select(row => numbers[row.Label])], labels.Count, threads: 1);
    }

    private static double[] Join(IReadOnlyList<float[,]> outputs, int clip) =>
    [
        .. outputs.SelectMany(member => Enumerable.Range(0, member.GetLength(1)).Select(k => (double)member[clip, k])),
    ];

    private static IReadOnlyList<string> ColumnsOf(EnsembleData data, IReadOnlyList<string> labels) =>
        [.. data.Members.SelectMany(member => labels.Select(label => $"{member.Member.Name}/{label}"))];
}
