using Bakeoff.Options;

namespace Bakeoff.Neural.Training;

/// <summary>A network cannot learn a number from its training clips, or not be stopped by its validation clips.</summary>
public sealed class TargetException : BakeoffException
{
    /// <summary>Creates the error of one target.</summary>
    /// <param name="target">Name of the target; it becomes the place of the error.</param>
    /// <param name="details">What is wrong, value, rule and next step.</param>
    public TargetException(string target, ErrorDetails details)
        : base(details with { Where = $"target {target}" }) => Target = target;

    /// <summary>Name of the target.</summary>
    public string Target { get; }
}
