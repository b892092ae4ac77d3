using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Training;

/// <summary>Courses of the learning rate over the epochs, after the warm-up.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ScheduleKind>))]
public enum ScheduleKind
{
    /// <summary>The same rate in every epoch.</summary>
    Constant,

    /// <summary>Multiplied by <c>factor</c> every <c>every_epochs</c> epochs.</summary>
    Step,

    /// <summary>Half a cosine from the full rate down to <c>minimum</c> at the last epoch.</summary>
    Cosine,

    /// <summary>Multiplied by <c>factor</c> after <c>every_epochs</c> epochs without a better <c>stop_on</c>; written <c>on_plateau</c>.</summary>
    OnPlateau,
}
