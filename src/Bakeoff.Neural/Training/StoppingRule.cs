namespace Bakeoff.Neural.Training;

/// <summary>Which epoch is the best, and when to wait no longer for a better one.</summary>
internal static class StoppingRule
{
    /// <summary>Whether an epoch is better than the best before; the first one is.</summary>
    public static bool IsBetter(TrainingOptions options, EpochResult result, EpochResult? best)
    {
        if (best is null)
        {
            return true;
        }

        var (value, before) = (result.Value(options.StopOn), best.Value(options.StopOn));
        return options.StopOn is StopMetric.ValidationLoss or StopMetric.TrainLoss ? value < before : value > before;
    }

    /// <summary>Whether <c>patience</c> epochs have gone by since the best.</summary>
    public static bool IsOutOfPatience(TrainingOptions options, int epochs, int bestEpoch) => options.Patience is { } patience && epochs - bestEpoch >= patience;
}
