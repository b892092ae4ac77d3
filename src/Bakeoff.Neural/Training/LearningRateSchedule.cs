using Bakeoff.Numerics;

namespace Bakeoff.Neural.Training;

/// <summary>Learning rate of each epoch, told by the options and the epochs before alone, so that a resumed training needs no state for it.</summary>
internal static class LearningRateSchedule
{
    /// <summary>Rate of the epoch that follows a history.</summary>
    public static double Next(TrainingOptions options, IReadOnlyList<EpochResult> history)
    {
        var schedule = options.Schedule;
        var epoch = history.Count + 1;
        if (epoch <= schedule.WarmUpEpochs)
        {
            return Math.Max(schedule.Minimum, options.LearningRate * epoch / schedule.WarmUpEpochs);
        }

        var after = epoch - schedule.WarmUpEpochs - 1;
        var rate = schedule.Kind switch
        {
            ScheduleKind.Constant => options.LearningRate,
            ScheduleKind.Step => options.LearningRate * DeterministicMath.Pow(schedule.Factor, after / schedule.EveryEpochs),
            ScheduleKind.Cosine => Cosine(options, after),
            ScheduleKind.OnPlateau => options.LearningRate * DeterministicMath.Pow(schedule.Factor, Plateaus(schedule, history)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), schedule.Kind, "Unknown schedule."),
        };
        return Math.Max(schedule.Minimum, rate);
    }

    private static double Cosine(TrainingOptions options, int after)
    {
        var course = Math.Max(1, options.Epochs - options.Schedule.WarmUpEpochs - 1);
        var share = Math.Min(1, after / (double)course);
        return options.Schedule.Minimum + ((options.LearningRate - options.Schedule.Minimum) * 0.5 * (1 + DeterministicMath.Cos(Math.PI * share)));
    }

    // Every run of EveryEpochs epochs without a better one counts once.
    private static int Plateaus(ScheduleOptions schedule, IReadOnlyList<EpochResult> history)
    {
        var plateaus = 0;
        var waited = 0;
        foreach (var epoch in history)
        {
            waited = epoch.IsBest ? 0 : waited + 1;
            if (waited == schedule.EveryEpochs)
            {
                plateaus++;
                waited = 0;
            }
        }

        return plateaus;
    }
}
