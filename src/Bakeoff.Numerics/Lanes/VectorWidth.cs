using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics;

/// <summary>Which vectors this process computes with. A question of speed only: every width gives the same bits.</summary>
internal static class VectorWidth
{
    /// <summary>512, 256 or 128 bits where the CPU has a fused multiply-add of that width, else 0: one number at a time.</summary>
    /// <remarks>A property of supported instructions, so the compiler folds it into a constant.</remarks>
    public static int Current =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? 512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 256
        : Vector128.IsHardwareAccelerated && AdvSimd.IsSupported ? 128
        : 0;
}
