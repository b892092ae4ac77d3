using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Measures;

/// <summary>RASTA: a band-pass filter over the logarithms of each band, which takes a channel's colour and what is constant away.</summary>
/// <remarks>
/// Source: H. Hermansky and N. Morgan, RASTA processing of speech, IEEE Transactions on Speech and Audio Processing 2 (1994). For frames
/// every 10 ms, the zeros lie at 0, 29 and 50 Hz and the pole where the lower limit is 1 Hz; the gain is the original filter's. The first five
/// frames, which the filter needs to begin, are 0. The limits were found by measuring published values.
/// </remarks>
internal sealed class RelativeSpectra
{
    private const int Taps = 5;
    private const double FramesPerSecond = 100;
    private const double ZeroHz = 29;
    private const double PoleHz = 1;

    // Sum of the squares of the original numerator, 0.1 times 2, 1, 0, -1, -2.
    private const double Gain = 0.1;

    private readonly int _bandCount;
    private readonly double[] _numerator;
    private readonly double _pole = 1 - DeterministicMath.Sin(2 * Math.PI * PoleHz / FramesPerSecond);
    private readonly double[] _inputs;
    private readonly double[] _outputs;
    private int _frames;

    /// <param name="bandCount">Bands.</param>
    public RelativeSpectra(int bandCount)
    {
        _bandCount = bandCount;
        (_inputs, _outputs) = (new double[Taps * bandCount], new double[bandCount]);
        var second = -2 * DeterministicMath.Cos(2 * Math.PI * ZeroHz / FramesPerSecond);
        var first = Math.Sqrt(Gain / (2 + 2 * second * second));
        _numerator = [first, first * second, 0, -first * second, -first];
    }

    /// <summary>Begins a signal.</summary>
    public void Begin()
    {
        _frames = 0;
        Array.Clear(_outputs);
    }

    /// <summary>Filters the next frame.</summary>
    /// <param name="logs">[bandCount] logarithms of the bands' energies.</param>
    /// <returns>[bandCount] filtered logarithms; valid until the next frame.</returns>
    public ReadOnlySpan<double> Filter(ReadOnlySpan<double> logs)
    {
        logs.CopyTo(_inputs.AsSpan(_frames % Taps * _bandCount));
        if (_frames >= Taps)
        {
            for (var b = 0; b < _bandCount; b++)
            {
                var sum = _pole * _outputs[b];
                for (var tap = 0; tap < Taps; tap++)
                {
                    sum += _numerator[tap] * _inputs[(_frames - tap) % Taps * _bandCount + b];
                }

                _outputs[b] = sum;
            }
        }

        _frames++;
        return _outputs;
    }
}
