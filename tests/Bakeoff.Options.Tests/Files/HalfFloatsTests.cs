using Bakeoff.Options.Files;

namespace Bakeoff.Options.Tests.Files;

public sealed class HalfFloatsTests
{
    [Fact]
    public void Widen_EveryHalf_GivesTheBitsOfTheCast()
    {
        // One more than all, so that the rest behind the vectors counts too.
        Half[] halves = [.. Enumerable.Range(0, 65_537).Select(static i => BitConverter.UInt16BitsToHalf((ushort)i))];
        var values = new float[halves.Length];

        HalfFloats.Widen(halves, values);

        for (var i = 0; i < halves.Length; i++)
        {
            // A cast may set the quiet bit of a NaN.
            if (Half.IsNaN(halves[i]))
            {
                float.IsNaN(values[i]).ShouldBeTrue();
            }
            else
            {
                BitConverter.SingleToUInt32Bits(values[i]).ShouldBe(BitConverter.SingleToUInt32Bits((float)halves[i]));
            }
        }
    }
}
