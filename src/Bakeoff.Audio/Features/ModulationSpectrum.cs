using System.Numerics;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features;

/// <summary>Modulation spectrum of a feature: mean power of its trajectory in bands of modulation frequency, in dB.</summary>
/// <remarks>
/// The trajectory, gaps without a value bridged by straight lines, less its mean, under a Hann window that spans it; power as in a
/// periodogram, so that clips of any length are comparable. The bands reach from phrases (below 1.5 Hz) over syllables (3 to 8 Hz) to
/// vibration and roughness (above 12 Hz). Source: H. Hermansky, The modulation spectrum in the automatic recognition of speech, ASRU 1997.
/// Not thread-safe.
/// </remarks>
internal sealed class ModulationSpectrum
{
    private const int FewestPoints = 1024;
    private const double SmallestPower = 1e-3;

    // The transform takes eight trajectories in about the time of one; long ones fill its vectors' caches alone.
    private const int MostAtOnce = 8;
    private const int MostPointsAtOnce = MostAtOnce * FewestPoints;

    private static readonly double[] EdgesHz = [0.5, 1.5, 3, 5, 8, 12, 20, 50];

    private readonly Dictionary<int, RealFft> _transforms = [];
    private double[] _trajectories = [];
    private double[] _power = [];
    private double[] _window = [];
    private double _windowPower;

    /// <summary>Bands.</summary>
    public static int BandCount => EdgesHz.Length - 1;

    /// <summary>Measures the trajectories of some features of one clip.</summary>
    /// <param name="columns">The features, NaN where there is no value.</param>
    /// <param name="framesPerSecond">Rate of the frames.</param>
    /// <param name="bands">
    /// [columns, stride] receives dB in the last BandCount of each row; -30 for what does not change, and for bands above half the frame rate.
    /// </param>
    /// <param name="stride">Length of a row of <paramref name="bands"/>.</param>
    public void Compute(FeatureTrajectories columns, double framesPerSecond, Span<float> bands, int stride)
    {
        var frameCount = columns.FrameCount;
        var length = Math.Max(FewestPoints, (int)BitOperations.RoundUpToPowerOf2((uint)frameCount));
        if (!_transforms.TryGetValue(length, out var transform))
        {
            transform = _transforms[length] = new RealFft(length);
        }

        var atOnce = Math.Clamp(MostPointsAtOnce / length, 1, Math.Min(MostAtOnce, columns.Count));
        if (_trajectories.Length < atOnce * length || _power.Length < atOnce * transform.BinCount)
        {
            (_trajectories, _power) = (new double[atOnce * length], new double[atOnce * transform.BinCount]);
        }

        PrepareWindow(frameCount);
        for (var first = 0; first < columns.Count; first += atOnce)
        {
            var count = Math.Min(atOnce, columns.Count - first);
            var trajectories = _trajectories.AsSpan(0, count * length);
            trajectories.Clear();
            for (var i = 0; i < count; i++)
            {
                var trajectory = trajectories.Slice(i * length, frameCount);
                Bridge(columns[first + i], trajectory);
                Shape(trajectory);
            }

            transform.PowerSpectrum(count, trajectories, _power);
            for (var i = 0; i < count; i++)
            {
                var power = _power.AsSpan(i * transform.BinCount, transform.BinCount);
                for (var band = 0; band < BandCount; band++)
                {
                    bands[((first + i + 1) * stride) - BandCount + band] = (float)Level(
                        power, EdgesHz[band] * length / framesPerSecond, EdgesHz[band + 1] * length / framesPerSecond, _windowPower);
                }
            }
        }
    }

    /// <summary>
    /// Copies the values; gaps become straight lines, both ends are continued by the nearest value. Nothing at all becomes zeros.
    /// </summary>
    private static void Bridge(ReadOnlySpan<float> values, Span<double> trajectory)
    {
        var last = -1;
        for (var t = 0; t < values.Length; t++)
        {
            if (float.IsNaN(values[t]))
            {
                continue;
            }

            trajectory[t] = values[t];
            for (var gap = last + 1; gap < t; gap++)
            {
                trajectory[gap] = last < 0 ? values[t] : values[last] + (gap - last) * ((double)values[t] - values[last]) / (t - last);
            }

            last = t;
        }

        if (last >= 0)
        {
            trajectory[(last + 1)..values.Length].Fill(values[last]);
        }
    }

    private void PrepareWindow(int length)
    {
        if (_window.Length == length)
        {
            return;
        }

        (_window, _windowPower) = (new double[length], 0);
        for (var t = 0; t < length; t++)
        {
            _window[t] = length == 1 ? 1 : 0.5 - 0.5 * DeterministicMath.Cos(2 * Math.PI * t / (length - 1));
            _windowPower += _window[t] * _window[t];
        }
    }

    /// <summary>Subtracts the mean and applies the window.</summary>
    private void Shape(Span<double> trajectory)
    {
        var mean = 0.0;
        foreach (var value in trajectory)
        {
            mean += value;
        }

        mean /= trajectory.Length;
        for (var t = 0; t < trajectory.Length; t++)
        {
            trajectory[t] = (trajectory[t] - mean) * _window[t];
        }
    }

    private static double Level(ReadOnlySpan<double> power, double firstBin, double endBin, double windowPower)
    {
        var (sum, count) = (0.0, 0);
        for (var bin = (int)Math.Ceiling(firstBin); bin < Math.Min(endBin, power.Length); bin++)
        {
            sum += power[bin];
            count++;
        }

        return 10 * DeterministicMath.Log10((count == 0 || windowPower == 0 ? 0 : sum / count / windowPower) + SmallestPower);
    }
}
