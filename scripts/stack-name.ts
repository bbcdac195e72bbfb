/** The name that a stack of terraform/ has to cdktf, to Terraform and in a file of outputs. */
export function stackName(environment: string, stack: string): string {
  return `lychgate-${environment}-${stack}`;
}
