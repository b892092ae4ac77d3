namespace Bakeoff.Onnx.Classifiers;

/// <summary>What decides: the trained part of a classifier behind its scaling.</summary>
public abstract record ClassifierHead;
