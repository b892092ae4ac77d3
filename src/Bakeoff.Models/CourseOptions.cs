using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>How a long clip is cut into overlapping windows, each judged as if it were a clip.</summary>
public sealed record CourseOptions : IValidatedOptions
{
    /// <summary>Shortest window or step in seconds.</summary>
    public const double Least = 0.05;

    /// <summary>Longest window or step in seconds.</summary>
    public const double Most = 3600;

    /// <summary>Length of a window in seconds. Range 0.05 to 3600. Default 3: what one sentence of the common corpora lasts.</summary>
    public double WindowSeconds { get; init; } = 3;

    /// <summary>Seconds from the start of one window to that of the next. Range 0.05 to the window's length. Default 1: one value a second.</summary>
    public double StepSeconds { get; init; } = 1;

    /// <summary>Which clips get a course. Default auto.</summary>
    public CourseChoice Choice { get; init; } = CourseChoice.Auto;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!(WindowSeconds >= Least && WindowSeconds <= Most))
        {
            yield return new OptionProblem("window", string.Create(CultureInfo.InvariantCulture, $"is {WindowSeconds}, expected {Least} to {Most} seconds."));
        }
        else if (!(StepSeconds >= Least && StepSeconds <= WindowSeconds))
        {
            yield return new OptionProblem("step", string.Create(CultureInfo.InvariantCulture, $"is {StepSeconds}, expected {Least} to the window's {WindowSeconds} seconds, or sound would be left out."));
        }
    }

    /// <summary>Whether a clip of some length gets a course.</summary>
    public bool Covers(double seconds) => Choice == CourseChoice.Always || (Choice == CourseChoice.Auto && seconds > 2 * WindowSeconds);

    /// <summary>The windows of a clip, in samples: every step a whole window, and a last one that ends where the clip ends.</summary>
    /// <param name="sampleCount">Length of the clip in samples.</param>
    /// <param name="sampleRateHz">Its rate in hertz.</param>
    public IReadOnlyList<(int Start, int Length)> Windows(int sampleCount, int sampleRateHz)
    {
        var length = Math.Min(sampleCount, Math.Max(1, (int)Math.Min(WindowSeconds * sampleRateHz, int.MaxValue)));
        var windows = new List<(int, int)>();
        for (var index = 0L; ; index++)
        {
            var start = (long)(index * StepSeconds * sampleRateHz);
            if (start >= sampleCount - length)
            {
                windows.Add((sampleCount - length, length));
                return windows;
            }

            windows.Add(((int)start, length));
        }
    }
}
