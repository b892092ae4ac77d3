namespace Bakeoff.Audio.Features;

/// <summary>Receives features, some frames at a time.</summary>
/// <param name="frames">The next frames, row-major [frames, FeatureCount]; valid during the call.</param>
public delegate void FrameReceiver(ReadOnlySpan<float> frames);
