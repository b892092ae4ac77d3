using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics;

/// <summary>Eight doubles in one 512-bit vector.</summary>
internal readonly struct DoubleLanes512 : IDoubleLanes<DoubleLanes512>
{
    private readonly Vector512<double> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLanes512(Vector512<double> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator +(DoubleLanes512 left, DoubleLanes512 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator -(DoubleLanes512 left, DoubleLanes512 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator *(DoubleLanes512 left, DoubleLanes512 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 operator /(DoubleLanes512 left, DoubleLanes512 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Broadcast(double value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref float source, float least, float most, out DoubleLanes512 lower, out DoubleLanes512 upper)
    {
        var values = Vector512.LoadUnsafe(ref source);
        var (low, high) = Vector512.Widen(
            Vector512.MinNative(Vector512.MaxNative(values, Vector512.Create(least)), Vector512.Create(most)));
        lower = new(low);
        upper = new(high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLanes512 lower, DoubleLanes512 upper, ref float source, ref float target)
    {
        var values = Vector512.LoadUnsafe(ref source);
        var result = Vector512.Narrow(lower._value, upper._value);
        Vector512.ConditionalSelect(Vector512.Equals(values, values), result, Vector512.Create(float.NaN)).StoreUnsafe(ref target);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 FusedMultiplyAdd(DoubleLanes512 a, DoubleLanes512 b, DoubleLanes512 c) =>
        new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 CopySign(DoubleLanes512 x, DoubleLanes512 sign) => new(Vector512.CopySign(x._value, sign._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 SelectEqual(DoubleLanes512 a, DoubleLanes512 b, DoubleLanes512 yes, DoubleLanes512 no) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a._value, b._value), yes._value, no._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 SelectGreater(DoubleLanes512 a, DoubleLanes512 b, DoubleLanes512 yes, DoubleLanes512 no) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(a._value, b._value), yes._value, no._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 PowerOfTwo(DoubleLanes512 shifted) =>
        new((Vector512.ShiftLeft(shifted._value.AsInt64(), DoubleBits.MantissaBits) + Vector512.Create(DoubleBits.One)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes512 Scale(DoubleLanes512 x, DoubleLanes512 n, DoubleLanes512 shifted) => Avx512F.IsSupported
        ? new(Avx512F.Scale(x._value, n._value))
        : x * PowerOfTwo(shifted);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(DoubleLanes512 x, out DoubleLanes512 exponent, out DoubleLanes512 mantissa)
    {
        // A logical shift of a positive value: AVX2 has no arithmetic shift of 64 bits.
        var bits = x._value.AsInt64();
        var biased = Vector512.ShiftRightLogical(bits - Vector512.Create(DoubleBits.SqrtHalf - DoubleBits.One), DoubleBits.MantissaBits);
        var steps = biased - Vector512.Create(DoubleBits.One >> DoubleBits.MantissaBits);
        mantissa = new((bits - Vector512.ShiftLeft(steps, DoubleBits.MantissaBits)).AsDouble());
        exponent = new((steps + Vector512.Create(DoubleBits.RoundingShiftBits)).AsDouble() - Vector512.Create(DoubleBits.RoundingShift));
    }
}
