using System.Runtime.InteropServices;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Form in which the frames of a window are multiplied by filters.</summary>
/// <remarks>
/// A convolution lays the frames of many windows out as <see cref="Factors"/> matrices [windows, depth], where the depth is
/// <see cref="FramesOfFactor"/> times the channels, multiplies each by its matrix of filters [depth, filters], and gets the frames that the
/// windows write from as many sums [windows, filters]. All methods are linear, and element-wise over channels, so that lanes hold different
/// results.
/// </remarks>
internal abstract class WindowTransform
{
    /// <summary>Frames that a window reads.</summary>
    public abstract int Sources { get; }

    /// <summary>Frames that a window writes.</summary>
    public abstract int Targets { get; }

    /// <summary>Products of a window with filters.</summary>
    public abstract int Factors { get; }

    /// <summary>Frames, or combinations of them, that lie beside each other in a window's row of a factor.</summary>
    public abstract int FramesOfFactor { get; }

    /// <summary>Lays the frames that windows read out.</summary>
    /// <param name="run">The windows.</param>
    /// <param name="frames">Matrix of all frames.</param>
    /// <param name="width">Channels of a frame.</param>
    /// <param name="factors">Receives the windows' rows of each factor, one after the other.</param>
    /// <param name="pitch">Distance between two factors.</param>
    public abstract void ReadSources(in WindowTable.Run run, ReadOnlySpan<float> frames, int width, Span<float> factors, int pitch);

    /// <summary>Writes the frames of windows from their sums.</summary>
    /// <param name="sums">The windows' rows of each sum, one after the other.</param>
    /// <param name="pitch">Distance between two sums.</param>
    /// <param name="run">The windows.</param>
    /// <param name="frames">Matrix of all frames.</param>
    /// <param name="width">Channels of a frame.</param>
    public abstract void WriteTargets(ReadOnlySpan<float> sums, int pitch, in WindowTable.Run run, Span<float> frames, int width);

    /// <summary>Gradients of the sums of windows from those of the frames that they write: <see cref="WriteTargets"/> transposed.</summary>
    /// <param name="run">The windows.</param>
    /// <param name="frames">Gradients of all frames.</param>
    /// <param name="width">Channels of a frame.</param>
    /// <param name="sums">Receives the windows' rows of each sum, one after the other.</param>
    /// <param name="pitch">Distance between two sums.</param>
    public abstract void ReadTargets(in WindowTable.Run run, ReadOnlySpan<float> frames, int width, Span<float> sums, int pitch);

    /// <summary>Filters in the form that factors are multiplied by.</summary>
    /// <param name="weight">Filters [pairs, taps]; a pair is a filter and a channel.</param>
    /// <param name="taps">Taps of a filter.</param>
    /// <param name="order">Tap for each frame that a window reads.</param>
    /// <param name="factors">Receives the matrix of each factor, as many values as pairs for each of its frames.</param>
    /// <param name="pool">Threads.</param>
    public abstract void TransformFilters(ReadOnlySpan<float> weight, int taps, TapOrder order, Span<float> factors, WorkerPool pool);

    /// <summary>Gradients of the filters, with taps in rising order: <see cref="TransformFilters"/> transposed.</summary>
    /// <param name="factors">Gradients of the transformed filters.</param>
    /// <param name="taps">Taps of a filter.</param>
    /// <param name="gradients">Receives [pairs, taps].</param>
    /// <param name="pool">Threads.</param>
    public abstract void TransformGradients(ReadOnlySpan<float> factors, int taps, Span<float> gradients, WorkerPool pool);

    /// <summary>Taps that meet the frames of a window, from its first frame on.</summary>
    /// <param name="First">Tap of the first frame.</param>
    /// <param name="Step">Difference from one frame to the next.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct TapOrder(int First, int Step);
}
