using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Numerics;

/// <summary>Two doubles in one 128-bit vector.</summary>
internal readonly struct DoubleLanes128 : IDoubleLanes<DoubleLanes128>
{
    private readonly Vector128<double> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes128(Vector128<double> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator +(DoubleLanes128 left, DoubleLanes128 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator -(DoubleLanes128 left, DoubleLanes128 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator *(DoubleLanes128 left, DoubleLanes128 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 operator /(DoubleLanes128 left, DoubleLanes128 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Broadcast(double value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref float source, float least, float most, out DoubleLanes128 lower, out DoubleLanes128 upper)
    {
        var values = Vector128.LoadUnsafe(ref source);
        var (low, high) = Vector128.Widen(
            Vector128.MinNative(Vector128.MaxNative(values, Vector128.Create(least)), Vector128.Create(most)));
        lower = new(low);
        upper = new(high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes128 lower, DoubleLanes128 upper, ref float source, ref float target)
    {
        var values = Vector128.LoadUnsafe(ref source);
        var result = Vector128.Narrow(lower._value, upper._value);
        Vector128.ConditionalSelect(Vector128.Equals(values, values), result, Vector128.Create(float.NaN)).StoreUnsafe(ref target);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 FusedMultiplyAdd(DoubleLanes128 a, DoubleLanes128 b, DoubleLanes128 c) =>
        new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 CopySign(DoubleLanes128 x, DoubleLanes128 sign) => new(Vector128.CopySign(x._value, sign._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 SelectEqual(DoubleLanes128 a, DoubleLanes128 b, DoubleLanes128 yes, DoubleLanes128 no) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._value, b._value), yes._value, no._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 SelectGreater(DoubleLanes128 a, DoubleLanes128 b, DoubleLanes128 yes, DoubleLanes128 no) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(a._value, b._value), yes._value, no._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 PowerOfTwo(DoubleLanes128 shifted) =>
        new((Vector128.ShiftLeft(shifted._value.AsInt64(), DoubleBits.MantissaBits) + Vector128.Create(DoubleBits.One)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes128 Scale(DoubleLanes128 x, DoubleLanes128 n, DoubleLanes128 shifted) => x * PowerOfTwo(shifted);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(DoubleLanes128 x, out DoubleLanes128 exponent, out DoubleLanes128 mantissa)
    {
        // A logical shift of a positive value: AVX2 has no arithmetic shift of 64 bits.
        var bits = x._value.AsInt64();
        var biased = Vector128.ShiftRightLogical(bits - Vector128.Create(DoubleBits.SqrtHalf - DoubleBits.One), DoubleBits.MantissaBits);
        var steps = biased - Vector128.Create(DoubleBits.One >> DoubleBits.MantissaBits);
        mantissa = new((bits - Vector128.ShiftLeft(steps, DoubleBits.MantissaBits)).AsDouble());
        exponent = new((steps + Vector128.Create(DoubleBits.RoundingShiftBits)).AsDouble() - Vector128.Create(DoubleBits.RoundingShift));
    }
}
