using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>
/// Overlapping windows of a long clip. Each window is predicted as if it were a clip; together they show how the emotion changes.
/// </summary>
public sealed record TrajectoryOptions : IValidatedOptions
{
    /// <summary>Shortest window or step in seconds.</summary>
    public const double MinSeconds = 0.05;

    /// <summary>Longest window or step in seconds.</summary>
    public const double MaxSeconds = 3600;

    /// <summary>Options for clips that need no trajectory.</summary>
    public static TrajectoryOptions None { get; } = new() { Choice = TrajectoryChoice.Never };

    /// <summary>Duration of a window in seconds. Range 0.05 to 3600. Default 3, the duration of a sentence in the common corpora.</summary>
    public double WindowSeconds { get; init; } = 3;

    /// <summary>Seconds from the start of one window to the start of the next. Range 0.05 to the window's duration. Default 1.</summary>
    public double StepSeconds { get; init; } = 1;

    /// <summary>The clips that get a trajectory. Default auto.</summary>
    public TrajectoryChoice Choice { get; init; } = TrajectoryChoice.Auto;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!(WindowSeconds >= MinSeconds && WindowSeconds <= MaxSeconds))
        {
            yield return new OptionProblem("window", string.Create(
                CultureInfo.InvariantCulture, $"is {WindowSeconds}, expected {MinSeconds} to {MaxSeconds} seconds."));
        }
        else if (!(StepSeconds >= MinSeconds && StepSeconds <= WindowSeconds))
        {
            yield return new OptionProblem("step", string.Create(
                CultureInfo.InvariantCulture,
                $"is {StepSeconds}, expected {MinSeconds} to the window's {WindowSeconds} seconds, or sound would be left out."));
        }
    }

    /// <summary>True if a clip of the given duration gets a trajectory.</summary>
    /// <param name="seconds">Duration of the clip in seconds.</param>
    public bool Covers(double seconds) =>
        Choice == TrajectoryChoice.Always || (Choice == TrajectoryChoice.Auto && seconds > 2 * WindowSeconds);

    /// <summary>The windows of a clip, in samples: a whole window at every step, and a last one that ends where the clip ends.</summary>
    /// <param name="sampleCount">Length of the clip in samples.</param>
    /// <param name="sampleRateHz">Sample rate of the clip in hertz.</param>
    public IReadOnlyList<(long Start, int Length)> Windows(long sampleCount, int sampleRateHz)
    {
        var length = (int)Math.Min(sampleCount, WindowLength(sampleRateHz));
        var windows = new List<(long, int)>();
        for (var index = 0L; ; index++)
        {
            var start = StartOf(index, sampleRateHz);
            if (start >= sampleCount - length)
            {
                windows.Add((sampleCount - length, length));
                return windows;
            }

            windows.Add((start, length));
        }
    }

    /// <summary>Samples of a whole window.</summary>
    internal int WindowLength(int sampleRateHz) => Math.Max(1, (int)Math.Min(WindowSeconds * sampleRateHz, int.MaxValue));

    /// <summary>First sample of a window, counted from 0.</summary>
    internal long StartOf(long index, int sampleRateHz) => (long)(index * StepSeconds * sampleRateHz);
}
