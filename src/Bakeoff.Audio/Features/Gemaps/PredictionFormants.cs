using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    private readonly int _bins;
    private readonly int _length;
    private readonly int _stride;
    private readonly double _rateHz;
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly double[] _samples;
    private readonly Complex[] _polynomial = new Complex[Order + 1];
    private readonly List<(double Hertz, double Bandwidth)> _found = new(Order);

    /// <param name="spectra">Frames that formants are measured in.</param>
    /// <param name="isMirrored">
    /// True for the roots of the polynomial whose prediction has the opposite sign, which the published values of eGeMAPS are; false for the
    /// resonances.
    /// </param>
    public PredictionFormants(FrameSpectra spectra, bool isMirrored)
    {
        _isMirrored = isMirrored;
        _rateHz = Math.Min(MostRateHz, 2 * (spectra.BinCount - 1) * spectra.BinWidthHz);
        _length = (int)(_rateHz * spectra.FrameLength / (spectra.BinWidthHz * spectra.FftLength) + 0.5);

        // The published values see the frame in the middle of its zeros, drop what follows 20 ms, take half as many bins as samples, which is
        // less than the band, and count the mean twice.
        _bins = Math.Min(isMirrored ? _length / 2 - 1 : (int)(_rateHz / 2 / spectra.BinWidthHz), spectra.BinCount - 1);
        _stride = (_length + Vector512<double>.Count - 1) / Vector512<double>.Count * Vector512<double>.Count;
        (_cosines, _sines) = (new double[(_bins + 1) * _stride], new double[(_bins + 1) * _stride]);

        var lead = isMirrored ? (spectra.FftLength - spectra.FrameLength) / 2 : 0;
        for (var k = 0; k <= _bins; k++)
        {
            for (var n = 0; n < _length; n++)
            {
                var turn = 2 * Math.PI * k * (n * spectra.BinWidthHz / _rateHz - (double)lead / spectra.FftLength);
                var weight = (k == 0 && !isMirrored ? 1.0 : 2.0) / spectra.FftLength;
                _cosines[k * _stride + n] = weight * DeterministicMath.Cos(turn);
                _sines[k * _stride + n] = -weight * DeterministicMath.Sin(turn);
            }
        }

        _samples = new double[_stride];
    }

    /// <summary>Measures the frame that the spectra hold.</summary>
    /// <param name="spectra">The spectrum.</param>
    /// <param name="frequenciesHz">[3] receives the lowest formants; 0 where there is none.</param>
    /// <param name="bandwidthsHz">[3] receives their bandwidths.</param>
    public void Measure(FrameSpectra spectra, Span<double> frequenciesHz, Span<double> bandwidthsHz)
    {
        frequenciesHz.Clear();
        bandwidthsHz.Clear();
        Resample(spectra);
        Span<double> coefficients = stackalloc double[Order + 1];
        if (!LinearPrediction.Predict(_samples.AsSpan(0, _length), coefficients, out _))
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

    private void Resample(FrameSpectra spectra)
    {
        // A lane holds a sample, so no lane ever holds a part of one sum.
        Array.Clear(_samples);
        var samples = MemoryMarshal.Cast<double, Vector512<double>>(_samples.AsSpan());
        for (var k = 0; k <= _bins; k++)
        {
            var (real, imaginary) = (Vector512.Create(spectra.Real[k]), Vector512.Create(spectra.Imaginary[k]));
            var cosines = MemoryMarshal.Cast<double, Vector512<double>>(_cosines.AsSpan(k * _stride, _stride));
            var sines = MemoryMarshal.Cast<double, Vector512<double>>(_sines.AsSpan(k * _stride, _stride));
            for (var n = 0; n < samples.Length; n++)
            {
                samples[n] = Vector512.FusedMultiplyAdd(imaginary, sines[n], Vector512.FusedMultiplyAdd(real, cosines[n], samples[n]));
            }
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

        var degree = Order;
        while (degree > 0)
        {
            var root = Laguerre(degree);
            if (Math.Abs(root.Imaginary) < 1e-9 * (1 + Math.Abs(root.Real)))
            {
                Divide(ref degree, root.Real);
                continue;
            }

            if (degree < 2)
            {
                return;
            }

            Add(root);
            Divide(ref degree, root);
            Divide(ref degree, Complex.Conjugate(root));
            for (var i = 0; i <= degree; i++)
            {
                _polynomial[i] = _polynomial[i].Real;
            }
        }
    }

    private void Add(Complex root)
    {
        var hertz = Math.Abs(DeterministicMath.Atan2(root.Imaginary, root.Real)) * _rateHz / (2 * Math.PI);
        if (hertz > LowestHz && hertz < _rateHz / 2 - Margin && _found.Count < Order)
        {
            var square = root.Real * root.Real + root.Imaginary * root.Imaginary;
            _found.Add((hertz, Math.Abs(DeterministicMath.Log(square)) * _rateHz / (2 * Math.PI)));
        }
    }

    private void Divide(ref int degree, Complex root)
    {
        for (var i = 1; i < degree; i++)
        {
            _polynomial[i] += root * _polynomial[i - 1];
        }

        degree--;
    }

    private Complex Laguerre(int degree)
    {
        const int MostSteps = 60;

        // Off the real axis, so that complex roots are reached; near the unit circle, where resonances lie.
        var x = new Complex(0.6, 0.8);
        for (var step = 0; step < MostSteps; step++)
        {
            var (value, slope, bend) = (_polynomial[0], Complex.Zero, Complex.Zero);
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

            var g = slope / value;
            var h = g * g - 2 * bend / value;
            var root = SquareRoot((degree - 1) * (degree * h - g * g));
            var (plus, minus) = (g + root, g - root);
            var divisor = SquareOf(plus) >= SquareOf(minus) ? plus : minus;
            if (SquareOf(divisor) == 0)
            {
                break;
            }

            var change = degree / divisor;
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

    // Complex.Sqrt leans on the platform's functions.
    private static Complex SquareRoot(Complex value)
    {
        var size = Math.Sqrt(SquareOf(value));
        var real = Math.Sqrt(Math.Max((size + value.Real) / 2, 0));
        var imaginary = Math.Sqrt(Math.Max((size - value.Real) / 2, 0));
        return new Complex(real, value.Imaginary < 0 ? -imaginary : imaginary);
    }
}
