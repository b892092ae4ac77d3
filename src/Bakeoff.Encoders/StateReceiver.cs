namespace Bakeoff.Encoders;

/// <summary>Receives the hidden states of a clip, stretch by stretch; a short clip is one stretch.</summary>
/// <param name="state">Number of the state: 0 is the input of the first layer, n the output of layer n.</param>
/// <param name="firstFrame">Frame of the clip that the stretch begins at; stretches of one state come in rising order.</param>
/// <param name="values">[frames of the stretch, width]; valid during the call.</param>
public delegate void StateReceiver(int state, int firstFrame, ReadOnlySpan<float> values);
