/** The Sid of the Deny that ends a result with its token. No author may use it, or logs would name the wrong one. */
export const EXPIRY_SID = "TokenExpired";
