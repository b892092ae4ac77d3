using System.Runtime.InteropServices;
using Bakeoff.Numerics;

namespace Bakeoff.Corpora.Synthesis;

/// <summary>One resonance of the vocal tract: a second-order digital resonator with unit gain at zero frequency.</summary>
/// <remarks>Source: D. H. Klatt, J. Acoust. Soc. Am. 67 (1980) 971-995, equation 2.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct FormantFilter
{
    private double _a;
    private double _b;
    private double _c;
    private double _y1;
    private double _y2;

    /// <summary>Moves the resonance.</summary>
    public void Tune(double frequencyHz, double bandwidthHz, double sampleRateHz)
    {
        var radius = DeterministicMath.Exp(-Math.PI * bandwidthHz / sampleRateHz);
        _c = -(radius * radius);
        _b = 2 * radius * DeterministicMath.Cos(2 * Math.PI * frequencyHz / sampleRateHz);
        _a = 1 - _b - _c;
    }

    /// <summary>Filters one sample.</summary>
    public double Next(double x)
    {
        var y = (_a * x) + (_b * _y1) + (_c * _y2);
        (_y1, _y2) = (y, _y1);
        return y;
    }
}
