using System.Runtime.InteropServices;

namespace Bakeoff.Audio.Decoding;

/// <summary>A stretch of a recording, in samples of each channel.</summary>
/// <param name="First">First sample, from 0.</param>
/// <param name="End">Sample behind the last; null for the end of the recording.</param>
/// <param name="Channel">The one channel to take, from 0; null for all.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SampleStretch(long First, long? End = null, int? Channel = null);
