using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Neural.Training;

/// <summary>The same learning rate in every epoch.</summary>
[Kind("constant")]
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(ScheduleMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        return moment.Options.LearningRate;
    }
}

/// <summary>The rate is multiplied by <c>factor</c> every <c>every_epochs</c> epochs.</summary>
[Kind("step")]
public sealed record StepSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(ScheduleMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        var schedule = moment.Options.Schedule;
        return moment.Options.LearningRate * DeterministicMath.Pow(schedule.Factor, moment.EpochsAfterWarmUp / schedule.EveryEpochs);
    }
}

/// <summary>Half a cosine from the full rate down to <c>minimum</c> at the last epoch.</summary>
[Kind("cosine")]
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(ScheduleMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        var (options, schedule) = (moment.Options, moment.Options.Schedule);
        var last = Math.Max(1, options.Epochs - schedule.WarmUpEpochs - 1);
        var share = Math.Min(1, moment.EpochsAfterWarmUp / (double)last);
        return schedule.Minimum + ((options.LearningRate - schedule.Minimum) * 0.5 * (1 + DeterministicMath.Cos(Math.PI * share)));
    }
}

/// <summary>The rate is multiplied by <c>factor</c> after <c>every_epochs</c> epochs without a better <c>stop_on</c>.</summary>
[Kind("on_plateau")]
[AlsoCalled("reduce_on_plateau")]
public sealed record PlateauSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(ScheduleMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        var schedule = moment.Options.Schedule;
        return moment.Options.LearningRate * DeterministicMath.Pow(schedule.Factor, CountPlateaus(schedule, moment.History));
    }

    // Every run of EveryEpochs epochs without a better one counts once.
    private static int CountPlateaus(ScheduleOptions schedule, IReadOnlyList<EpochResult> history)
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
