namespace Bakeoff.Neural.Training;

/// <summary>Selection of the best epoch, and the end of patience.</summary>
internal static class StoppingRule
{
    /// <summary>True if an epoch is better than the best before; the first one is.</summary>
    public static bool IsBetter(TrainingOptions options, EpochResult result, EpochResult? best)
    {
        if (best is null)
        {
            return true;
        }

        var (value, before) = (result.Value(options.StopOn), best.Value(options.StopOn));
        return options.StopOn is StopMetric.ValidationLoss or StopMetric.TrainLoss ? value < before : value > before;
    }

    /// <summary>True if <c>patience</c> epochs have passed since the best.</summary>
    public static bool IsOutOfPatience(TrainingOptions options, int epochs, int bestEpoch) =>
        options.Patience is { } patience && epochs - bestEpoch >= patience;
}
