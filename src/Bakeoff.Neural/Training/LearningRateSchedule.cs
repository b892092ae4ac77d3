using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Training;

/// <summary>The learning rate of each epoch after the warm-up, as written under <c>training.schedule.kind</c>.</summary>
/// <remarks>
/// The rate follows from the options and the epochs before alone, so that a resumed training needs no further state. A schedule of another
/// assembly is a record derived from this one with a <see cref="KindAttribute"/>;
/// register its assembly with <see cref="OptionKinds.Register"/>.
/// </remarks>
[ScalarShorthand]
[JsonConverter(typeof(KindJsonConverter<LearningRateSchedule>))]
public abstract record LearningRateSchedule : IValidatedOptions
{
    /// <inheritdoc/>
    public virtual IEnumerable<OptionProblem> Validate() => [];

    /// <summary>Learning rate of the epoch that follows a history, before the lower bound <c>schedule.minimum</c>.</summary>
    /// <param name="moment">The epoch and the settings.</param>
    public abstract double Rate(ScheduleMoment moment);

    /// <summary>Learning rate of the epoch that follows a history.</summary>
    internal static double Next(TrainingOptions options, IReadOnlyList<EpochResult> history)
    {
        var schedule = options.Schedule;
        var epoch = history.Count + 1;
        var rate = epoch <= schedule.WarmUpEpochs
            ? options.LearningRate * epoch / schedule.WarmUpEpochs
            : schedule.Kind.Rate(new ScheduleMoment(options, history));
        return Math.Max(schedule.Minimum, rate);
    }
}

/// <summary>An epoch that is about to start.</summary>
/// <param name="Options">Settings of the training: the full rate, the number of epochs, the schedule's shared settings.</param>
/// <param name="History">The finished epochs in order.</param>
public sealed record ScheduleMoment(TrainingOptions Options, IReadOnlyList<EpochResult> History)
{
    /// <summary>Epochs after the warm-up that are finished; 0 for the first epoch after it.</summary>
    public int EpochsAfterWarmUp => History.Count - Options.Schedule.WarmUpEpochs;
}
