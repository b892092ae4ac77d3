namespace Bakeoff.Mlflow.Entities;

/// <summary>A logged model of MLflow 3 that a run produced.</summary>
/// <param name="ModelId"><c>m-</c> and 32 hexadecimal digits.</param>
/// <param name="Step">Step of the run at which the model was produced.</param>
public sealed record ModelOutput(string ModelId, long Step);
