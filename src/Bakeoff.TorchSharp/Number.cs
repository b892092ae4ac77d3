using TorchSharp;

namespace Bakeoff.TorchSharp;

/// <summary>Numbers for libtorch that live as long as the call they are made for.</summary>
/// <remarks>
/// TorchSharp 0.107 makes a <see cref="Scalar"/> of each number, also of the factor 1 that <c>a.add(b)</c> has unseen, hands its address to
/// native code and holds it no longer: where the finaliser runs meanwhile, libtorch reads freed memory and computes with it or stops with
/// "Exception raised from toFloat". The last of them on each thread are held here.
/// </remarks>
internal static class Number
{
    private const int HeldCount = 64;

    [ThreadStatic]
    private static Scalar[]? s_held;

    [ThreadStatic]
    private static int s_next;

    /// <summary>The number 1.</summary>
    public static Scalar One { get; } = 1;

    /// <summary>Makes a scalar of a number.</summary>
    public static Scalar Of(double value)
    {
        s_held ??= new Scalar[HeldCount];
        s_next = (s_next + 1) % HeldCount;
        return s_held[s_next] = value;
    }
}
