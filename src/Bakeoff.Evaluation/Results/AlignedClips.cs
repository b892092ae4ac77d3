namespace Bakeoff.Evaluation.Results;

/// <summary>Puts the predictions of several runs side by side.</summary>
internal static class AlignedClips
{
    /// <summary>The predictions of each clip, in the order of the clips' samples.</summary>
    /// <param name="runs">Predictions of each run; a run need not have tested every clip.</param>
    /// <returns>For each clip the runs that tested it with their predictions. A clip that a run tests more than once has a place for each
    /// time.</returns>
    public static List<List<(int Run, Prediction Prediction)>> Group(IReadOnlyList<IReadOnlyList<Prediction>> runs) =>
        [
            .. runs.SelectMany(
                    (predictions, run) =>
                        predictions
                            .GroupBy(static prediction => prediction.Identity, StringComparer.Ordinal)
                            .SelectMany(static group => group.Select((prediction, time) => (prediction, time)))
                            .Select(tested => (Run: run, Time: tested.time, Prediction: tested.prediction)))
                .GroupBy(static tested => (tested.Prediction.Identity, tested.Time))
                .OrderBy(static clip => clip.Key.Identity, StringComparer.Ordinal)
                .ThenBy(static clip => clip.Key.Time)
                .Select(static clip => clip.Select(static tested => (tested.Run, tested.Prediction)).ToList()),
        ];
}
