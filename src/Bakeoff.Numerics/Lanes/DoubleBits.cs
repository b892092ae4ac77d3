namespace Bakeoff.Numerics;

/// <summary>Constants of the float64 layout that the lane types share.</summary>
internal static class DoubleBits
{
    /// <summary>Bits of the stored mantissa.</summary>
    public const int MantissaBits = 52;

    /// <summary>Bits of 1.0; adding n &lt;&lt; 52 gives 2^n.</summary>
    public const long One = 0x3FF0000000000000;

    /// <summary>Bits of sqrt(1/2).</summary>
    public const long SqrtHalf = 0x3FE6A09E667F3BCD;

    /// <summary>Bits of 1.5 * 2^52; adding a small integer n gives the double 1.5 * 2^52 + n.</summary>
    public const long RoundingShiftBits = 0x4338000000000000;

    /// <summary>1.5 * 2^52: adding it rounds to the nearest integer, which then stands in the low bits.</summary>
    public const double RoundingShift = 6755399441055744.0;
}
