using Bakeoff.Neural.Training;
using Bakeoff.Options;

namespace Bakeoff.SampleEngine;

/// <summary>The rate is halved after each epoch.</summary>
[Kind("halving")]
public sealed record HalvingSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(ScheduleMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        return moment.Options.LearningRate / (1L << Math.Min(62, moment.EpochsAfterWarmUp));
    }
}
