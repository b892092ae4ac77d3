using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Results;

/// <summary>Classifications of several runs, clip by clip; a run need not have tested every clip.</summary>
internal sealed class AlignedRuns
{
    private readonly IReadOnlyList<string> _labels;
    private readonly IReadOnlyList<Prediction> _clips;

    private AlignedRuns(IReadOnlyList<string> labels, IReadOnlyList<Prediction> clips, int[][] predicted)
    {
        _labels = labels;
        _clips = clips;
        Predicted = predicted;
        Truth = Evaluator.Classes(labels, clips, static clip => clip.Label);
    }

    /// <summary>Number of clips that at least one run tested.</summary>
    public int ClipCount => _clips.Count;

    /// <summary>True class of each clip.</summary>
    public int[] Truth { get; }

    /// <summary>Predicted classes, [runs][clips]; <see cref="Bootstrap.NotTested"/> where the run did not test the clip.</summary>
    public int[][] Predicted { get; }

    /// <summary>Puts the predictions of clips whose label counts in the order of the clips' samples.</summary>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="runs">Predictions of each run.</param>
    /// <exception cref="IncomparableResultsException">Two runs disagree about the true label of a clip.</exception>
    /// <exception cref="ArgumentException">A label is not one of <paramref name="labels"/>.</exception>
    public static AlignedRuns Align(IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<Prediction>> runs)
    {
        var byClip = AlignedClips.Group([.. runs.Select(static run => run.Where(static clip => clip.Label.Length > 0).ToList())]);
        if (byClip.Find(static clip => clip.Exists(tested => tested.Prediction.Label != clip[0].Prediction.Label)) is [var one, ..] clip)
        {
            throw new IncomparableResultsException(
                new ErrorDetails("its label is {value} in one of the results")
                {
                    Where = one.Prediction.Path,
                    Value = $"'{clip.Find(tested => tested.Prediction.Label != one.Prediction.Label).Prediction.Label}'",
                    Rule = $"'{one.Prediction.Label}' as in the first of them",
                    NextStep = "Compare experiments with the same dataset.",
                });
        }

        var predicted = runs.Select(_ => Enumerable.Repeat(Bootstrap.NotTested, byClip.Count).ToArray()).ToArray();
        for (var run = 0; run < runs.Count; run++)
        {
            var tested = byClip
                .SelectMany((results, i) => results.Where(result => result.Run == run).Select(result => (i, result.Prediction)))
                .ToList();
            var classes = Evaluator.Classes(labels, tested.ConvertAll(static result => result.Prediction), static result =>
                result.Predicted);
            for (var row = 0; row < classes.Length; row++)
            {
                predicted[run][tested[row].i] = classes[row];
            }
        }

        return new AlignedRuns(labels, byClip.ConvertAll(static results => results[0].Prediction), predicted);
    }

    /// <summary>The clips that meet a condition, in the same order.</summary>
    /// <param name="isChosen">Condition on the predicted classes of all runs for a clip.</param>
    public AlignedRuns Where(Func<IReadOnlyList<int>, bool> isChosen)
    {
        var chosen = Enumerable.Range(0, ClipCount).Where(i => isChosen([.. Predicted.Select(run => run[i])])).ToList();
        return new AlignedRuns(
            _labels,
            chosen.ConvertAll(i => _clips[i]),
            [.. Predicted.Select(run => chosen.Select(i => run[i]).ToArray())]);
    }

    /// <summary>Counts of a run's predictions.</summary>
    public ConfusionMatrix Confusion(int run)
    {
        var tested = Enumerable.Range(0, ClipCount).Where(i => Predicted[run][i] != Bootstrap.NotTested).ToList();
        return new ConfusionMatrix(_labels, [.. tested.Select(i => Truth[i])], [.. tested.Select(i => Predicted[run][i])]);
    }

    /// <summary>The bootstrap over the clips, or over their speakers.</summary>
    public Bootstrap CreateBootstrap() => new(_labels, Truth, [.. _clips.Select(static clip => clip.Speaker)]);
}
