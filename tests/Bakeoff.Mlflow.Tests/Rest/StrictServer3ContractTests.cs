namespace Bakeoff.Mlflow.Tests.Rest;

/// <summary>The contract with MLflow 3.</summary>
public sealed class StrictServer3ContractTests() : StrictServerContractTests(3);
