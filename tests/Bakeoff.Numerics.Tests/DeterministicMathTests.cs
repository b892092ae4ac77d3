using System.Globalization;

namespace Bakeoff.Numerics.Tests;

public sealed class DeterministicMathTests
{
    /// <summary>The bounds are what docs/numerics.md states, measured over a hundred times more arguments than the fixture holds.</summary>
    [Theory]
    [InlineData("exp", 1.0)]
    [InlineData("log", 0.75)]
    [InlineData("log10", 0.51)]
    [InlineData("tanh", 2.0)]
    [InlineData("sigmoid", 2.0)]
    [InlineData("sin", 0.7)]
    [InlineData("cos", 0.7)]
    [InlineData("atan2", 0.51)]
    [InlineData("pow", 1.0)]
    public void Double_ReferenceValues_AreWithinTheStatedError(string function, double largestUlp)
    {
        var worst = References().Where(line => line.Function == function)
            .Select(line => (Error: UlpError.Of(Evaluate(function, line.X, line.Y), line.High, line.Low), line.X, line.Y))
            .MaxBy(entry => entry.Error);

        worst.Error.ShouldBeLessThanOrEqualTo(largestUlp, $"{function}({worst.X:R}, {worst.Y:R})");
    }

    [Fact]
    public void ExpOfDoubles_AnySpan_HasTheBitsOfEachAlone()
    {
        double[] x =
        [
            .. Enumerable.Range(-8000, 16_003).Select(static i => (i / 10.0) + (1e-5 * i)), double.NaN, double.PositiveInfinity,
            double.NegativeInfinity, -0.0, double.Epsilon, -745.1, 709.7, 3,
        ];
        var y = new double[x.Length];

        DeterministicMath.Exp(x, y);

        y.Select(BitConverter.DoubleToInt64Bits).ShouldBe(x.Select(static value => BitConverter.DoubleToInt64Bits(DeterministicMath.Exp(value))));
        Should.Throw<ArgumentException>(() => DeterministicMath.Exp(x, y.AsSpan(1)));
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("log10")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    public void Single_BitPatternsOverTheWholeRange_AreWithin51HundredthsOfAnUlp(string function)
    {
        var (worst, at) = (0.0, 0f);

        // A prime step reaches every exponent and all ends of mantissas.
        for (var bits = 0L; bits <= uint.MaxValue; bits += 20011)
        {
            var x = BitConverter.UInt32BitsToSingle((uint)bits);
            var error = UlpError.Of(Evaluate(function, x), Evaluate(function, (double)x, 0));
            (worst, at) = error > worst ? (error, x) : (worst, at);
        }

        worst.ShouldBeLessThanOrEqualTo(0.51, $"{function}({at:R})");
    }

    [Fact]
    public void Erf_ReferenceValues_AreWithin51HundredthsOfAnUlp()
    {
        foreach (var line in References().Where(static line => line.Function == "erf"))
        {
            UlpError.Of(DeterministicMath.Erf((float)line.X), line.High).ShouldBeLessThanOrEqualTo(0.51, $"erf({line.X:R})");
        }

        DeterministicMath.Erf(float.PositiveInfinity).ShouldBe(1f);
        DeterministicMath.Erf(-4f).ShouldBe(-1f);
        float.IsNegative(DeterministicMath.Erf(-0f)).ShouldBeTrue();
        BitConverter.SingleToInt32Bits(DeterministicMath.Erf(float.NaN)).ShouldBe(BitConverter.SingleToInt32Bits(float.NaN));
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("log10")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("erf")]
    public void Spans_AwkwardLengthsAndValues_EveryWidthEqualsScalarBitForBit(string function)
    {
        var random = new SeededRandom(6, "math");
        for (var length = 0; length <= 67; length++)
        {
            var x = AwkwardNumbers.Array(random, length, oneIn: 3);
            AssertSpans(function, x);
        }

        var patterns = new float[200_000];
        for (var i = 0; i < patterns.Length; i++)
        {
            patterns[i] = BitConverter.UInt32BitsToSingle(random.NextUInt32());
        }

        AssertSpans(function, patterns);
    }

    [Fact]
    public void Spans_ResultTooShort_Throws() =>
        Should.Throw<ArgumentException>(() => DeterministicMath.Exp(new float[3], new float[2])).Message
            .ShouldStartWith("The result span is shorter than the input span.");

    [Theory]
    [InlineData("exp", 0.0, 1.0)]
    [InlineData("exp", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("exp", double.NegativeInfinity, 0.0)]
    [InlineData("exp", 710.0, double.PositiveInfinity)]
    [InlineData("exp", -746.0, 0.0)]
    [InlineData("log", 1.0, 0.0)]
    [InlineData("log", 0.0, double.NegativeInfinity)]
    [InlineData("log", -1.0, double.NaN)]
    [InlineData("log", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log10", 1.0, 0.0)]
    [InlineData("log10", 1000.0, 3.0)]
    [InlineData("log10", 0.0, double.NegativeInfinity)]
    [InlineData("log10", double.NegativeInfinity, double.NaN)]
    [InlineData("tanh", 0.0, 0.0)]
    [InlineData("tanh", 1e300, 1.0)]
    [InlineData("tanh", double.NegativeInfinity, -1.0)]
    [InlineData("sigmoid", 0.0, 0.5)]
    [InlineData("sigmoid", double.PositiveInfinity, 1.0)]
    [InlineData("sigmoid", double.NegativeInfinity, 0.0)]
    [InlineData("sin", 0.0, 0.0)]
    [InlineData("sin", double.PositiveInfinity, double.NaN)]
    [InlineData("cos", 0.0, 1.0)]
    [InlineData("cos", double.NegativeInfinity, double.NaN)]
    public void Functions_SpecialValues_FollowTheStandard(string function, double x, double expected)
    {
        BitConverter.DoubleToInt64Bits(Evaluate(function, x, 0)).ShouldBe(BitConverter.DoubleToInt64Bits(expected));
        BitConverter.SingleToInt32Bits(Evaluate(function, (float)x)).ShouldBe(BitConverter.SingleToInt32Bits((float)expected));
        double.IsNaN(Evaluate(function, double.NaN, 0)).ShouldBeTrue();
        float.IsNaN(Evaluate(function, float.NaN)).ShouldBeTrue();
    }

    [Fact]
    public void Functions_NegativeZero_KeepTheSignOrIgnoreIt()
    {
        double.IsNegative(DeterministicMath.Tanh(-0.0)).ShouldBeTrue();
        float.IsNegative(DeterministicMath.Tanh(-0f)).ShouldBeTrue();
        double.IsNegative(DeterministicMath.Sin(-0.0)).ShouldBeTrue();
        float.IsNegative(DeterministicMath.Sin(-0f)).ShouldBeTrue();
        double.IsNegative(DeterministicMath.Atan2(-0.0, 1.0)).ShouldBeTrue();
        DeterministicMath.Exp(-0f).ShouldBe(1f);
        DeterministicMath.Log(-0f).ShouldBe(float.NegativeInfinity);
        DeterministicMath.Log(-0.0).ShouldBe(double.NegativeInfinity);
    }

    [Theory]
    [InlineData(2.0, 10.0, 1024.0)]
    [InlineData(-2.0, 3.0, -8.0)]
    [InlineData(-2.0, 2.0, 4.0)]
    [InlineData(-2.0, 0.5, double.NaN)]
    [InlineData(double.NaN, 0.0, 1.0)]
    [InlineData(1.0, double.NaN, 1.0)]
    [InlineData(0.0, -1.0, double.PositiveInfinity)]
    [InlineData(-0.0, -1.0, double.NegativeInfinity)]
    [InlineData(-0.0, 3.0, -0.0)]
    [InlineData(0.0, 2.5, 0.0)]
    [InlineData(double.NegativeInfinity, 3.0, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, -2.0, 0.0)]
    [InlineData(0.5, double.PositiveInfinity, 0.0)]
    [InlineData(-1.0, double.PositiveInfinity, 1.0)]
    [InlineData(10.0, 400.0, double.PositiveInfinity)]
    [InlineData(10.0, -400.0, 0.0)]
    [InlineData(10.0, -5.0, 1e-5)]
    [InlineData(2.0, -1074.0, double.Epsilon)]
    public void Pow_SpecialValues_FollowTheStandard(double x, double y, double expected) =>
        BitConverter.DoubleToInt64Bits(DeterministicMath.Pow(x, y)).ShouldBe(BitConverter.DoubleToInt64Bits(expected));

    [Theory]
    [InlineData(0.0, 1.0, 0.0)]
    [InlineData(0.0, -1.0, Math.PI)]
    [InlineData(-0.0, -0.0, -Math.PI)]
    [InlineData(1.0, 0.0, Math.PI / 2)]
    [InlineData(-1.0, 0.0, -Math.PI / 2)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, Math.PI / 4)]
    [InlineData(5.0, double.PositiveInfinity, 0.0)]
    [InlineData(double.NaN, 1.0, double.NaN)]
    [InlineData(double.Epsilon, double.Epsilon, Math.PI / 4)]
    [InlineData(double.MaxValue, double.MaxValue, Math.PI / 4)]
    public void Atan2_SpecialValues_FollowTheStandard(double y, double x, double expected) =>
        BitConverter.DoubleToInt64Bits(DeterministicMath.Atan2(y, x)).ShouldBe(BitConverter.DoubleToInt64Bits(expected));

    [Fact]
    public void SinCosOfTurn_WholeEighths_AreExactAndSymmetric()
    {
        for (var denominator = 1; denominator <= 96; denominator++)
        {
            for (var numerator = 0; numerator < denominator; numerator++)
            {
                var (sin, cos) = DeterministicMath.SinCosOfTurn(numerator, denominator);
                var (mirrorSin, mirrorCos) = DeterministicMath.SinCosOfTurn(denominator - numerator, denominator);
                (mirrorSin, mirrorCos).ShouldBe((-sin, cos));

                // The angle itself is rounded in the comparison, by up to half a unit in the last place of 2 pi.
                sin.ShouldBe(Math.Sin(2 * Math.PI * numerator / denominator), 2e-15);
                cos.ShouldBe(Math.Cos(2 * Math.PI * numerator / denominator), 2e-15);
            }
        }

        DeterministicMath.SinCosOfTurn(1, 4).ShouldBe((1.0, 0.0));
        DeterministicMath.SinCosOfTurn(2, 4).ShouldBe((0.0, -1.0));
    }

    private static void AssertSpans(string function, float[] x)
    {
        switch (function)
        {
            case "exp":
                AssertSpans<ExpKernel>(x, DeterministicMath.Exp);
                break;
            case "log":
                AssertSpans<LogKernel>(x, DeterministicMath.Log);
                break;
            case "log10":
                AssertSpans<Log10Kernel>(x, DeterministicMath.Log10);
                break;
            case "tanh":
                AssertSpans<TanhKernel>(x, DeterministicMath.Tanh);
                break;
            case "erf":
                AssertSpans<ErfKernel>(x, DeterministicMath.Erf);
                break;
            default:
                AssertSpans<SigmoidKernel>(x, DeterministicMath.Sigmoid);
                break;
        }
    }

    private static void AssertSpans<TKernel>(float[] x, Func<float, float> scalar)
        where TKernel : struct, ILaneKernel
    {
        // Not canonicalised: these functions promise one NaN.
        var expected = x.Select(value => BitConverter.SingleToUInt32Bits(scalar(value))).ToArray();
        Bits(x, LaneMap.Map<TKernel, DoubleLanes512>).SequenceEqual(expected).ShouldBeTrue("512 bits");
        Bits(x, LaneMap.Map<TKernel, DoubleLanes256>).SequenceEqual(expected).ShouldBeTrue("256 bits");
        Bits(x, LaneMap.Map<TKernel, DoubleLanes128>).SequenceEqual(expected).ShouldBeTrue("128 bits");
        Bits(x, LaneMap.Map<TKernel, DoubleLane>).SequenceEqual(expected).ShouldBeTrue("one lane");
        var inPlace = (float[])x.Clone();
        LaneMap.Map<TKernel>(inPlace, inPlace);
        inPlace.Select(BitConverter.SingleToUInt32Bits).SequenceEqual(expected).ShouldBeTrue("in place");
    }

    private delegate void SpanForm(ReadOnlySpan<float> x, Span<float> y);

    private static uint[] Bits(float[] x, SpanForm form)
    {
        var y = new float[x.Length + 1];
        y[^1] = 7f;
        form(x, y);
        y[^1].ShouldBe(7f);
        return [.. y[..^1].Select(BitConverter.SingleToUInt32Bits)];
    }

    private static double Evaluate(string function, double x, double y) => function switch
    {
        "exp" => DeterministicMath.Exp(x),
        "log" => DeterministicMath.Log(x),
        "log10" => DeterministicMath.Log10(x),
        "tanh" => DeterministicMath.Tanh(x),
        "sigmoid" => DeterministicMath.Sigmoid(x),
        "sin" => DeterministicMath.Sin(x),
        "cos" => DeterministicMath.Cos(x),
        "atan2" => DeterministicMath.Atan2(x, y),
        "pow" => DeterministicMath.Pow(x, y),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "no such function"),
    };

    private static float Evaluate(string function, float x) => function switch
    {
        "exp" => DeterministicMath.Exp(x),
        "log" => DeterministicMath.Log(x),
        "log10" => DeterministicMath.Log10(x),
        "tanh" => DeterministicMath.Tanh(x),
        "sigmoid" => DeterministicMath.Sigmoid(x),
        "sin" => DeterministicMath.Sin(x),
        "cos" => DeterministicMath.Cos(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "no such function"),
    };

    private static IEnumerable<(string Function, double X, double Y, double High, double Low)> References() =>
        File.ReadLines(Testing.Fixture.Path("deterministic-math/references.csv")).Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => (cells[0], Number(cells[1]), Number(cells[2]), Number(cells[3]), Number(cells[4])));

    private static double Number(string hexadecimal) =>
        hexadecimal.Length == 0 ? 0 : BitConverter.UInt64BitsToDouble(
            ulong.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
