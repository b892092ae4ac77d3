using System.Numerics;
using Bakeoff.Audio.Features.Measures;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Gemaps;

/// <summary>Formants of a frame of 20 ms: roots of the polynomial of a linear prediction of order 11 at 11 kHz.</summary>
/// <remarks>
/// Source: J. D. Markel and A. H. Gray, Linear Prediction of Speech (1976): autocorrelation method, Levinson-Durbin recursion. The frame is
/// brought to 11 kHz by an inverse transform of the lower part of its spectrum.
/// </remarks>
internal sealed class PredictionFormants
{
    /// <summary>Formants looked for.</summary>
    public const int Count = 5;

    private const int Order = 11;
    private const double MostRateHz = 11_000;
    private const double LowestHz = 50;
    private const double Margin = 50;

    private readonly bool _isMirrored;
    private readonly BandFrames _frames;
    private readonly double[] _polynomial = new double[Order + 1];
    private readonly List<(double Hertz, double Bandwidth)> _found = new(Order);

    /// <param name="spectra">Frames that formants are measured in.</param>
    /// <param name="isMirrored">
    /// True for the roots of the polynomial whose prediction has the opposite sign, which the published values of eGeMAPS are; false for the
    /// resonances.
    /// </param>
    public PredictionFormants(FrameSpectra spectra, bool isMirrored)
    {
        _isMirrored = isMirrored;
        _frames = new BandFrames(spectra, MostRateHz, isMirrored);
    }

    /// <summary>Measures the frame that the spectra hold.</summary>
    /// <param name="spectra">The spectrum.</param>
    /// <param name="frequenciesHz">[3] receives the lowest formants; 0 where there is none.</param>
    /// <param name="bandwidthsHz">[3] receives their bandwidths.</param>
    public void Measure(FrameSpectra spectra, Span<double> frequenciesHz, Span<double> bandwidthsHz)
    {
        frequenciesHz.Clear();
        bandwidthsHz.Clear();
        Span<double> coefficients = stackalloc double[Order + 1];
        if (!LinearPrediction.Predict(_frames.SamplesOf(spectra), coefficients, out _))
        {
            return;
        }

        FindRoots(coefficients);
        _found.Sort(static (a, b) => a.Hertz.CompareTo(b.Hertz));
        for (var f = 0; f < Math.Min(frequenciesHz.Length, _found.Count); f++)
        {
            (frequenciesHz[f], bandwidthsHz[f]) = _found[f];
        }
    }

    /// <summary>Roots by Laguerre's method, each divided off with its conjugate.</summary>
    private void FindRoots(ReadOnlySpan<double> coefficients)
    {
        _found.Clear();
        for (var i = 0; i <= Order; i++)
        {
            _polynomial[i] = i > 0 && _isMirrored ? -coefficients[i] : coefficients[i];
        }

        // What is left at the end is real, and no formant.
        var degree = Order;
        while (degree > 1)
        {
            var root = Laguerre(degree);
            if (Math.Abs(root.Imaginary) < 1e-9 * (1 + Math.Abs(root.Real)))
            {
                Divide(ref degree, root.Real);
                continue;
            }

            Add(root);
            DivideByPair(ref degree, root);
        }
    }

    private void Add(Complex root)
    {
        var hertz = Math.Abs(DeterministicMath.Atan2(root.Imaginary, root.Real)) * _frames.RateHz / (2 * Math.PI);
        if (hertz > LowestHz && hertz < _frames.RateHz / 2 - Margin && _found.Count < Order)
        {
            _found.Add((hertz, Math.Abs(DeterministicMath.Log(SquareOf(root))) * _frames.RateHz / (2 * Math.PI)));
        }
    }

    private void Divide(ref int degree, double root)
    {
        for (var i = 1; i < degree; i++)
        {
            _polynomial[i] += root * _polynomial[i - 1];
        }

        degree--;
    }

    /// <summary>Divides a root and its conjugate off: the polynomial x² - 2 Re(root) x + |root|².</summary>
    private void DivideByPair(ref int degree, Complex root)
    {
        var (sum, product) = (2 * root.Real, SquareOf(root));
        _polynomial[1] += sum * _polynomial[0];
        for (var i = 2; i < degree - 1; i++)
        {
            _polynomial[i] += sum * _polynomial[i - 1] - product * _polynomial[i - 2];
        }

        degree -= 2;
    }

    private Complex Laguerre(int degree)
    {
        const int MostSteps = 60;

        // Off the real axis, so that complex roots are reached; near the unit circle, where resonances lie.
        var x = new Complex(0.6, 0.8);
        for (var step = 0; step < MostSteps; step++)
        {
            var (value, slope, bend) = (new Complex(_polynomial[0], 0), Complex.Zero, Complex.Zero);
            for (var i = 1; i <= degree; i++)
            {
                bend = bend * x + slope;
                slope = slope * x + value;
                value = value * x + _polynomial[i];
            }

            if (SquareOf(value) < 1e-28)
            {
                break;
            }

            var inverse = Inverse(value);
            var g = slope * inverse;
            var h = g * g - 2 * bend * inverse;
            var root = SquareRoot((degree - 1) * (degree * h - g * g));
            var (plus, minus) = (g + root, g - root);
            var divisor = SquareOf(plus) >= SquareOf(minus) ? plus : minus;
            if (SquareOf(divisor) == 0)
            {
                break;
            }

            var change = degree * Inverse(divisor);
            x -= change;
            // It converges with the third power: what is left is less than the last digit.
            if (SquareOf(change) < 1e-14 * (1 + SquareOf(x)))
            {
                break;
            }
        }

        return x;
    }

    private static double SquareOf(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;

    private static Complex Inverse(Complex value)
    {
        var scale = 1 / SquareOf(value);
        return new Complex(value.Real * scale, -value.Imaginary * scale);
    }

    // Complex.Sqrt leans on the platform's functions.
    private static Complex SquareRoot(Complex value)
    {
        var size = Math.Sqrt(SquareOf(value));
        var real = Math.Sqrt(Math.Max((size + value.Real) / 2, 0));
        var imaginary = Math.Sqrt(Math.Max((size - value.Real) / 2, 0));
        return new Complex(real, value.Imaginary < 0 ? -imaginary : imaginary);
    }
}
