using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics;

/// <summary>Four doubles in one 256-bit vector.</summary>
internal readonly struct DoubleLanes256 : IDoubleLanes<DoubleLanes256>
{
    private readonly Vector256<double> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes256(Vector256<double> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator +(DoubleLanes256 left, DoubleLanes256 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator -(DoubleLanes256 left, DoubleLanes256 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator *(DoubleLanes256 left, DoubleLanes256 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 operator /(DoubleLanes256 left, DoubleLanes256 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Broadcast(double value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref float source, float least, float most, out DoubleLanes256 lower, out DoubleLanes256 upper)
    {
        var values = Vector256.LoadUnsafe(ref source);
        var (low, high) = Vector256.Widen(
            Vector256.MinNative(Vector256.MaxNative(values, Vector256.Create(least)), Vector256.Create(most)));
        lower = new(low);
        upper = new(high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes256 lower, DoubleLanes256 upper, ref float source, ref float target)
    {
        var values = Vector256.LoadUnsafe(ref source);
        var result = Vector256.Narrow(lower._value, upper._value);
        Vector256.ConditionalSelect(Vector256.Equals(values, values), result, Vector256.Create(float.NaN)).StoreUnsafe(ref target);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 FusedMultiplyAdd(DoubleLanes256 a, DoubleLanes256 b, DoubleLanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 CopySign(DoubleLanes256 x, DoubleLanes256 sign) => new(Vector256.CopySign(x._value, sign._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 SelectEqual(DoubleLanes256 a, DoubleLanes256 b, DoubleLanes256 yes, DoubleLanes256 no) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a._value, b._value), yes._value, no._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 SelectGreater(DoubleLanes256 a, DoubleLanes256 b, DoubleLanes256 yes, DoubleLanes256 no) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(a._value, b._value), yes._value, no._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 PowerOfTwo(DoubleLanes256 shifted) =>
        new((Vector256.ShiftLeft(shifted._value.AsInt64(), DoubleBits.MantissaBits) + Vector256.Create(DoubleBits.One)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes256 Scale(DoubleLanes256 x, DoubleLanes256 n, DoubleLanes256 shifted) => x * PowerOfTwo(shifted);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(DoubleLanes256 x, out DoubleLanes256 exponent, out DoubleLanes256 mantissa)
    {
        // A logical shift of a positive value: AVX2 has no arithmetic shift of 64 bits.
        var bits = x._value.AsInt64();
        var biased = Vector256.ShiftRightLogical(bits - Vector256.Create(DoubleBits.SqrtHalf - DoubleBits.One), DoubleBits.MantissaBits);
        var steps = biased - Vector256.Create(DoubleBits.One >> DoubleBits.MantissaBits);
        mantissa = new((bits - Vector256.ShiftLeft(steps, DoubleBits.MantissaBits)).AsDouble());
        exponent = new((steps + Vector256.Create(DoubleBits.RoundingShiftBits)).AsDouble() - Vector256.Create(DoubleBits.RoundingShift));
    }
}
